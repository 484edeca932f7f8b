"""The words of the way out: what a person or a bot wants to say, and what a platform made of it."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrm.channels.values import MediaKind


@dataclass(frozen=True, slots=True)
class Button:
    """Exactly one of `value` (comes back as a Press) and `url` is set."""

    label: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file of ours; `path` is where its bytes lie."""

    kind: MediaKind
    name: str
    media_type: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class OutboundContent:
    """What a person or a bot wants to say. `format` is plain or light (see scrm.channels.light)."""

    text: str = ""
    format: str = "plain"
    files: tuple[OutboundFile, ...] = ()
    buttons: tuple[Button, ...] = ()
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class SendMessage:
    content: OutboundContent


@dataclass(frozen=True, slots=True)
class EditMessage:
    external_id: str
    content: OutboundContent


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    external_id: str


@dataclass(frozen=True, slots=True)
class ShowTyping:
    pass


@dataclass(frozen=True, slots=True)
class AcknowledgePress:
    reference: str
    text: str = ""


Action = SendMessage | EditMessage | DeleteMessage | ShowTyping | AcknowledgePress


@dataclass(frozen=True, slots=True)
class Outbound:
    """One call on a platform: what to do, for whom. `tracker` is ours and unique per delivery."""

    recipient: str
    action: Action
    thread_key: str = ""
    tracker: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A platform call, rendered: the method's name, its fields, and files by field name."""

    method: str
    fields: Mapping[str, Any]
    files: Mapping[str, OutboundFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it; `external_id` is its id for the message, "" where it gives none."""

    external_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An open download. `size` is what the platform promises, None where it says nothing."""

    media_type: str
    size: int | None
    chunks: AsyncIterator[bytes]
