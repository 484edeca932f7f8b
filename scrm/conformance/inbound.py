"""Checks of receive and parse."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrm.channels.contract import Connector
from scrm.channels.failures import BadSignature, MalformedPayload, UnsupportedEvent
from scrm.channels.values import (
    HookRequest,
    Inbound,
    MessageEdited,
    MessageReceived,
    RawEvent,
    ReceiptReceived,
)
from scrm.conformance.subject import Nonconformity, Subject, require
from scrm.kernel import strict_json

_TWISTS: tuple[Any, ...] = (None, True, 1.5, -1, 2**63, 10**12, "", "7", [], {}, [[]], "\0\ud83d")

_UNREADABLE = (b"", b"{", b"\xff\xfe", b"[" * 5000, b'"\\ud83d"')


async def a_forged_webhook_is_turned_away(subject: Subject) -> None:
    name, body = subject.bodies()[0]
    async with subject.opened() as connector:
        for request in subject.forged(body):
            require(
                _turned_away(connector, request), f"a forged {name} was let in: {request.headers}"
            )
        if subject.events is None:
            connector.receive(subject.genuine(body))
        else:
            request = subject.genuine(body)
            require(_turned_away(connector, request), "a webhook came in where there is none")


async def without_a_secret_nobody_comes_in(subject: Subject) -> None:
    body = subject.bodies()[0][1]
    async with subject.opened(**subject.unproven) as connector:
        for request in (subject.genuine(body), *subject.forged(body)):
            require(_turned_away(connector, request), "without a secret of ours a webhook came in")


async def the_same_webhook_twice_is_the_same_event(subject: Subject) -> None:
    seen: dict[tuple[str, ...], str] = {}
    async with subject.opened() as connector:
        for name, body in subject.bodies():
            ids, again = (
                tuple(event.external_id for event in _events(subject, connector, body))
                for _ in range(2)
            )
            require(ids == again, f"{name} twice gives other ids")
            require(bool(ids) and all(ids), f"{name} gives an event without an id")
            require(ids not in seen, f"{name} has the ids of {seen.get(ids)}")
            seen[ids] = name


async def an_unreadable_body_is_kept(subject: Subject) -> None:
    """Behind a good signature nothing is thrown away: one event, unique by its bytes. Nor is it
    understood, whoever wrote it down."""
    async with subject.opened() as connector:
        ids = set()
        for body in _UNREADABLE:
            stored = RawEvent("stored", "", "unreadable", body)
            require(_read(connector, stored) is None, "an unreadable body was understood")
            if subject.events is None:
                (event,) = connector.receive(subject.genuine(body)).events
                require(event.kind == "unreadable", "an unreadable body has a kind of its own")
                require(event.body == body, "an unreadable body is not kept as it came")
                ids.add(event.external_id)
        if subject.events is None:
            require(len(ids) == len(_UNREADABLE), "unreadable bodies share an id")


async def each_payload_is_understood_or_declared_unsupported(subject: Subject) -> None:
    understood = 0
    async with subject.opened() as connector:
        for name, body in subject.bodies():
            for event in _events(subject, connector, body):
                try:
                    values = connector.parse(event)
                    stored = connector.parse(replace(event, payload=None))
                except UnsupportedEvent as unsupported:
                    require(bool(str(unsupported)), f"{name} is unsupported and has no name")
                    continue
                require(values == stored, f"{name} reads otherwise once it was stored")
                understood += len(values)
                for value in values:
                    _require_sound(name, value)
    require(understood > 0, "no recorded payload is understood")


async def a_twisted_payload_is_malformed_or_understood(subject: Subject) -> None:
    """Each field of each recorded JSON payload, replaced by what does not belong there."""
    async with subject.opened() as connector:
        for name, body in subject.bodies():
            if not name.endswith(".json"):
                continue
            for twisted in _twisted(strict_json.loads(body)):
                event = RawEvent("twisted", "", "twisted", b"", twisted)
                for value in _read(connector, event) or []:
                    _require_sound(name, value)


def _events(subject: Subject, connector: Connector, body: bytes) -> Sequence[RawEvent]:
    """What a recorded body becomes, whoever writes it down."""
    if subject.events is not None:
        return subject.events(body)
    return connector.receive(subject.genuine(body)).events


def _turned_away(connector: Connector, request: HookRequest) -> bool:
    try:
        connector.receive(request)
    except BadSignature:
        return True
    return False


def _read(connector: Connector, event: RawEvent) -> list[Inbound] | None:
    """What it means, None for what parse may refuse; any other exception is a finding."""
    try:
        return connector.parse(event)
    except (UnsupportedEvent, MalformedPayload):
        return None
    except Exception as error:
        raise Nonconformity(
            f"parse raised {type(error).__name__}: {event.payload!r:.300}"
        ) from error


def _require_sound(name: str, value: Inbound) -> None:
    require(value.at.tzinfo is not None, f"{name}: a time without a zone")
    if isinstance(value, ReceiptReceived):
        return
    require(bool(value.person.external_id), f"{name}: a person without an id")
    if not isinstance(value, MessageReceived | MessageEdited):
        return
    require(bool(value.external_id), f"{name}: a message without an id")
    value.content.text.encode()  # raises for what a database would refuse
    require("\0" not in value.content.text, f"{name}: NUL in a text")
    for span in value.content.spans:
        inside = 0 <= span.start < span.start + span.length <= len(value.content.text)
        require(inside, f"{name}: {span} lies outside its text")


def _twisted(value: Any) -> Iterator[Any]:
    """Copies of a JSON value, each with one field, at any depth, put otherwise or taken out."""
    yield from _TWISTS
    if isinstance(value, dict):
        for key, item in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            for twisted in _twisted(item):
                yield value | {key: twisted}
    elif isinstance(value, list):
        for place, item in enumerate(value):
            for twisted in _twisted(item):
                yield [*value[:place], twisted, *value[place + 1 :]]
