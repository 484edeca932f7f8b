"""An inbound message on its way into a conversation."""

from datetime import datetime
from typing import Any, NamedTuple

from scrm.channels.values import InboundContent, MessageReceived, SharedContact
from scrm.contacts.values import Known


class Arrival(NamedTuple):
    """A message and the person behind its address."""

    known: Known
    message: MessageReceived


class Appended(NamedTuple):
    """Where an arrival went."""

    message_id: int
    conversation_id: int
    contact_id: int
    identity_id: int
    said: str
    """What the person wrote in words of their own: not a button's label, nor a place's name."""
    at: datetime
    card: SharedContact | None = None
    """The card that it was, where it was one."""
    start: str = ""
    """What the link carried by which the person came, where it is their arrival."""


Part = dict[str, Any]
"""What one of an album's messages brought: `id` at the platform, `text`, `spans`, `attachments`."""


def part_of(external_id: str, text: str, extras: dict[str, Any]) -> Part:
    """A message of an album as the whole keeps it."""
    made: Part = {"id": external_id, "text": text}
    return made | {key: extras[key] for key in ("spans", "attachments") if extras.get(key)}


def extras_of(content: InboundContent, attachments: list[int]) -> dict[str, Any]:
    """What a message holds beyond its text, as it is stored; empty for most."""
    extras: dict[str, Any] = {}
    if content.spans:
        extras["spans"] = [
            {"start": span.start, "length": span.length, "kind": span.kind}
            | ({"url": span.url} if span.url else {})
            for span in content.spans
        ]
    if attachments:
        extras["attachments"] = [str(file_id) for file_id in attachments]
    if content.location:
        place = content.location
        extras["location"] = {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "title": place.title,
            "address": place.address,
        }
    if content.contact:
        card = content.contact
        extras["contact"] = {"name": card.name, "phone": card.phone, "own": card.own}
    if content.press:
        extras["press"] = {"value": content.press.value, "label": content.press.label}
    if content.start is not None:
        extras["start"] = content.start
    return extras


def line_of(content: InboundContent) -> str:
    """The text by which a message is found and shown in a list; "" for a bare file."""
    if content.text:
        return content.text
    if content.press:
        return content.press.label or content.press.value
    if content.contact:
        return content.contact.name or content.contact.phone
    return content.location.title if content.location else ""
