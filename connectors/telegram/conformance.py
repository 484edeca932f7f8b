"""Telegram as the connector kit sees it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from connectors.telegram import PLATFORM
from scrm.channels.failures import (
    ContentRejected,
    CredentialsRejected,
    OutcomeUnknown,
    RecipientGone,
    SendFailed,
    Throttled,
)
from scrm.channels.values import HookRequest
from scrm.conformance.subject import Subject
from scrm.conformance.wire import Act, answer

_HERE = Path(__file__).parent
_PROOF = "x-telegram-bot-api-secret-token"
_SECRETS = ("canary-TOKEN_2", "canary-SECRET_2")


def _settings(api_base: str) -> Mapping[str, Any]:
    return {"token": f"9001:{_SECRETS[0]}", "secret_token": _SECRETS[1], "api_base": api_base}


def _posted(body: bytes, headers: Mapping[str, str]) -> HookRequest:
    return HookRequest("POST", headers, {}, body)


def _genuine(body: bytes) -> HookRequest:
    return _posted(body, {_PROOF: _SECRETS[1]})


def _forged(body: bytes) -> list[HookRequest]:
    wrong = ("", _SECRETS[1][:-1], f"{_SECRETS[1]}x", _SECRETS[1].upper(), "\udcff")
    return [_posted(body, {})] + [_posted(body, {_PROOF: secret}) for secret in wrong]


def _refusal(code: int, words: str) -> Act:
    return answer({"ok": False, "error_code": code, "description": words}, code)


_REFUSALS: dict[str, tuple[Act, type[SendFailed]]] = {
    "a revoked token": (_refusal(401, "Unauthorized"), CredentialsRejected),
    "an unknown token": (_refusal(404, "Not Found"), CredentialsRejected),
    "a block": (_refusal(403, "Forbidden: bot was blocked by the user"), RecipientGone),
    "an unknown chat": (_refusal(400, "Bad Request: chat not found"), RecipientGone),
    "an empty text": (_refusal(400, "Bad Request: message text is empty"), ContentRejected),
    "flood control": (_refusal(429, "Too Many Requests: retry after 3"), Throttled),
    "an error of theirs": (_refusal(500, "Internal Server Error"), OutcomeUnknown),
}

SUBJECT = Subject(
    platform=PLATFORM,
    settings=_settings,
    secrets=_SECRETS,
    unproven={"secret_token": ""},
    genuine=_genuine,
    forged=_forged,
    # The payloads lie with the tests, so the kit examines Telegram in a source checkout only.
    payloads=_HERE.parents[1] / "tests" / "connectors" / "telegram" / "payloads",
    readme=_HERE / "README.md",
    recipient="5550001",
    taken=answer({"ok": True, "result": {"message_id": 79, "date": 1_760_000_000}}),
    refusals=_REFUSALS,
)
