"""What Telegram's answers prove. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connectors._http import HttpAnswer
from scrm.channels.failures import (
    ContentRejected,
    CredentialsRejected,
    NotAccepted,
    OutcomeUnknown,
    RecipientGone,
    Refused,
    SendFailed,
    Throttled,
)
from scrm.kernel import strict_json
from scrm.kernel.text import clean, shorten

_LONGEST_THROTTLE = 86_400  # seconds
_USUAL_THROTTLE = 5

_GONE = (
    ("bot was blocked", "blocked"),
    ("user is deactivated", "deactivated"),
    ("initiate conversation", "never_started"),
    ("bot was kicked", "removed"),
    ("not a member", "removed"),
    ("chat was deleted", "removed"),
    ("chat not found", "chat_not_found"),
    ("user not found", "chat_not_found"),
    ("peer_id_invalid", "chat_not_found"),
)
"""Words in the description of a 400 or 403, and our code."""
_CONTENT = re.compile(
    r"text is empty|too long|must be non-empty|is too big|can't parse entities|entity_|"
    r"wrong type of|wrong file identifier|wrong remote file|failed to get http url|"
    r"wrong http url|button_|buttons|photo_|image_process|_invalid_dimensions|media_|file_|"
    r"voice_messages_forbidden|sticker_|video_|document_",
)
"""Descriptions of a 400, in lower case, that are about what we sent and not about whom or when."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """`{"ok": false, …}`, in Telegram's own words."""

    status: int
    description: str
    retry_after: int | None


def result_of(answer: HttpAnswer) -> Any:
    """The `result` of an answer with ok; raises the SendFailed that the rest amounts to."""
    document = _document(answer)
    if document is None:
        if answer.status == 429:
            raise Throttled(told_wait(None, answer.headers), "too many requests")
        raise OutcomeUnknown(f"an answer that can't be read (HTTP {answer.status})")
    if document["ok"]:
        if "result" not in document or not 200 <= answer.status < 300:
            raise OutcomeUnknown(f"an answer that contradicts itself (HTTP {answer.status})")
        return document["result"]
    refusal = _refusal(document, answer.status)
    if refusal.status == 429:
        raise Throttled(told_wait(refusal.retry_after, answer.headers), refusal.description)
    raise failure_of(refusal)


def failure_of(refusal: Refusal) -> SendFailed:
    """5xx, and whatever the Bot API does not document, prove nothing."""
    words, description = refusal.description, refusal.description.lower()
    match refusal.status:
        case 400 | 403:
            return _refused(words, description, refusal.status)
        case 404 if "method" in description:
            return Refused(words, code="unknown_method")
        case 401 | 404:
            return CredentialsRejected(words)
        case 409:
            return NotAccepted(words, code="conflict")
        case 413:
            return ContentRejected(words, code="file_too_large")
    return OutcomeUnknown(words)


def _refused(words: str, description: str, status: int) -> SendFailed:
    for hint, code in _GONE:
        if hint in description:
            return RecipientGone(words, code=code)
    if "message is not modified" in description:
        return Refused(words, code="not_modified")
    if "query is too old" in description:
        return Refused(words, code="press_expired")
    if status == 400 and _CONTENT.search(description):
        return ContentRejected(words)
    return Refused(words)


def _document(answer: HttpAnswer) -> dict[str, Any] | None:
    try:
        document = strict_json.loads(answer.body)
    except strict_json.BadJson:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("ok"), bool):
        return None
    return document


def _refusal(document: dict[str, Any], status: int) -> Refusal:
    """Where status and error_code differ, the one that proves less counts."""
    code, words = document.get("error_code"), document.get("description")
    parameters = document.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return Refusal(
        status=max(status, code if type(code) is int else 0),
        description=shorten(clean(words), 300) if isinstance(words, str) else f"HTTP {status}",
        retry_after=wait if type(wait) is int else None,
    )


def told_wait(retry_after: int | None, headers: Mapping[str, str]) -> timedelta:
    """For how long a 429 wants us to be silent."""
    header = headers.get("Retry-After", "")
    if retry_after is None and header.isascii() and header.isdigit():
        retry_after = int(header[:9])
    seconds = _USUAL_THROTTLE if retry_after is None else retry_after
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_THROTTLE))
