"""What a visitor did, as the hub wrote it down, as what it means. Pure.

The visitors' room makes these events; what is kept may be from an older hub, so that nothing
about their form is taken for granted.
"""

from datetime import UTC, datetime
from typing import Any

from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import (
    Inbound,
    InboundContent,
    Media,
    MediaKind,
    MessageReceived,
    Person,
    Press,
    RawEvent,
)
from scrm.kernel import strict_json
from scrm.kernel.text import clean

_LATEST = 2**52
"""Microseconds since 1970; past it no calendar of ours goes."""
_MOST_FILES = 10


def parse_event(event: RawEvent) -> list[Inbound]:
    document = event.payload if event.payload is not None else _decoded(event.body)
    if not isinstance(document, dict):
        raise MalformedPayload("not an object")
    kind = document.get("kind")
    if kind not in ("message", "press"):
        raise UnsupportedEvent(f"kind {kind}"[:80] if isinstance(kind, str) else "no kind")
    client_id = _required(document, "client_id")
    content = _written(document) if kind == "message" else _pressed(document)
    return [
        MessageReceived(
            _person(document),
            client_id if kind == "message" else f"press:{client_id}",
            _at(document),
            content,
        )
    ]


def _decoded(body: bytes) -> Any:
    try:
        return strict_json.loads(body)
    except strict_json.BadJson as bad:
        raise MalformedPayload(str(bad)) from bad


def _required(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise MalformedPayload(f"{name} is missing")
    return clean(value)


def _text(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    return clean(value) if isinstance(value, str) else ""


def _person(document: dict[str, Any]) -> Person:
    return Person(
        _required(document, "address"),
        _text(document, "name"),
        username=_text(document, "nickname"),
        locale=_text(document, "locale"),
    )


def _at(document: dict[str, Any]) -> datetime:
    at = document.get("at")
    if type(at) is not int or not 0 < at < _LATEST:
        raise MalformedPayload("at is not a time")
    return datetime.fromtimestamp(at // 1_000_000, UTC).replace(microsecond=at % 1_000_000)


def _written(document: dict[str, Any]) -> InboundContent:
    files = document.get("files", [])
    if not isinstance(files, list) or len(files) > _MOST_FILES:
        raise MalformedPayload("files is not a short list")
    content = InboundContent(text=_text(document, "text"), media=tuple(_file(one) for one in files))
    if not content.text and not content.media:
        raise MalformedPayload("a message that says nothing")
    return content


def _file(document: Any) -> Media:
    """A file that the visitor has uploaded to us before."""
    if not isinstance(document, dict):
        raise MalformedPayload("a file is not an object")
    stored = _required(document, "id")
    if not (stored.isascii() and stored.isdigit() and len(stored) < 19):
        raise MalformedPayload("a file's id is not a number")
    try:
        kind = MediaKind(_text(document, "kind"))
    except ValueError:
        raise MalformedPayload("a file of no known kind") from None
    size = document.get("size")
    return Media(
        kind,
        reference="",
        name=_text(document, "name"),
        media_type=_text(document, "type"),
        size=size if type(size) is int and 0 <= size < _LATEST else 0,
        stored=int(stored),
    )


def _pressed(document: dict[str, Any]) -> InboundContent:
    return InboundContent(press=Press(_required(document, "value"), _text(document, "label")))
