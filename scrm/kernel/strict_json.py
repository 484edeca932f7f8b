"""JSON from outside: bounded, without NaN, and without text that a database would refuse."""

import json
from typing import Any, NoReturn

import orjson

MAX_DEPTH = 64


class BadJson(ValueError):
    """The bytes are not JSON that we accept; `str()` says why without quoting them."""


def loads(body: bytes | str) -> Any:
    """Decode `body`. Lone surrogates and NUL become U+FFFD; NaN, Infinity and depth past 64 raise
    BadJson.

    Bytes must be UTF-8; a byte-order mark is refused, as RFC 8259 lets a reader do.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return _lenient(body, error)
    if _openings(body) > MAX_DEPTH:  # no deeper than it has brackets, which are quickly counted
        _require_shallow(value)
    return _mend(value) if _may_hold_nul(body) else value


def dumps(value: object) -> bytes:
    """Encode for storage and for the wire: UTF-8, no spaces."""
    return orjson.dumps(value)


def _openings(body: bytes | str) -> int:
    if isinstance(body, str):
        return body.count("{") + body.count("[")
    return body.count(b"{") + body.count(b"[")


def _may_hold_nul(body: bytes | str) -> bool:
    """JSON can spell it in one way only; PostgreSQL takes it in no text."""
    return "\\u0000" in body if isinstance(body, str) else b"\\u0000" in body


def _lenient(body: bytes | str, error: Exception) -> Any:
    """The second try, only for documents whose one fault is a lone surrogate."""
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    if "\\ud" not in text.lower():
        raise BadJson("not valid JSON") from error
    if _depth(text) > MAX_DEPTH:
        raise BadJson(f"nested deeper than {MAX_DEPTH}")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        again = json.dumps(value).encode("ascii")
    except ValueError as second:
        raise BadJson("not valid JSON") from second
    return _mend(value) if b"\\ud" in again or _may_hold_nul(body) else value


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"{name} is not a JSON number")


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        sound = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return sound.replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_mend(item) for item in value]
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    return value


def _require_shallow(value: Any) -> None:
    """Refuse nesting past the limit without recursion; most documents end in a few rounds."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise BadJson(f"nested deeper than {MAX_DEPTH}")


def _depth(text: str) -> int:
    deepest = depth = 0
    inside = escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = inside
        elif character == '"':
            inside = not inside
        elif not inside and character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not inside and character in "]}":
            depth -= 1
    return deepest
