"""What Telegram answers."""

from scrm.conformance.wire import Act, answer


def ok(result: object) -> Act:
    return answer({"ok": True, "result": result})


def no(code: int, description: str) -> Act:
    return answer({"ok": False, "error_code": code, "description": description}, code)
