"""The words that the hub and its connectors share. Times are aware UTC; text is as the person typed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class MediaKind(StrEnum):
    """How a file is shown, not what its bytes are."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"


class ChannelState(StrEnum):
    """`paused` by a person or by the platform's refusal of the credentials; `archive` is read-only."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVE = "archive"


class Capability(StrEnum):
    """What a platform can do at all; what is missing here is never asked of its connector."""

    WEBHOOK = "webhook"
    POLLING = "polling"
    TYPING = "typing"
    BUTTONS = "buttons"
    ACKNOWLEDGE = "acknowledge"
    EDIT = "edit"
    DELETE = "delete"
    RECEIPTS = "receipts"
    START_LINK = "start_link"


@dataclass(frozen=True, slots=True)
class HookRequest:
    """A webhook as it came: headers are looked up in lower case, the body is raw bytes."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One authentic event of a platform, not interpreted yet.

    `external_id` is unique on the channel and the same at every repetition; events
    with the same `order_key` are applied in the order in which they came.
    `payload` saves a second decoding of `body` and is never stored.
    """

    external_id: str
    order_key: str
    kind: str
    body: bytes
    payload: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform wants to hear once its events are safe."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Received:
    events: tuple[RawEvent, ...]
    answer: Answer = Answer()


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a poll brought, and the cursor to keep in the commit that applies it."""

    events: tuple[RawEvent, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the platform tells it. `external_id` is the address that answers go to."""

    external_id: str
    name: str = ""
    username: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Formatting of a stretch of text; `start` and `length` count Unicode code points.

    `kind` is bold, italic, underline, strike, code, pre, quote, spoiler or link (with `url`).
    """

    start: int
    length: int
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that lies at the platform; `reference` is what the connector fetches it by.

    `size` is in bytes, `duration` in seconds; 0 or "" where the platform does not say.
    What a visitor of our own site uploaded lies with us already: `stored` is its id.
    """

    kind: MediaKind
    reference: str
    name: str = ""
    media_type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    duration: int = 0
    stored: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A card that somebody sent. `own` only where the platform proves that it is the sender's."""

    name: str
    phone: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed. `reference` is what an acknowledgement must carry."""

    value: str
    label: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class InboundContent:
    text: str = ""
    spans: tuple[Span, ...] = ()
    media: tuple[Media, ...] = ()
    location: Location | None = None
    contact: SharedContact | None = None
    press: Press | None = None
    start: str | None = None
    """The payload of a deep link, where the message is its arrival ("" = started without one)."""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote. Parts of one `album` become one message, whatever order they come in.

    Where `at_known` is False the platform gives no time (Telegram for a press): `at` is the
    earliest that it can be, and the hub's own receive time the better one to show.
    """

    person: Person
    external_id: str
    at: datetime
    content: InboundContent
    thread_key: str = ""
    reply_to: str = ""
    album: str = ""
    at_known: bool = True


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A message's new version; it may arrive before the message itself."""

    person: Person
    external_id: str
    at: datetime
    edited_at: datetime
    content: InboundContent
    thread_key: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    person: Person
    external_id: str
    at: datetime
    thread_key: str = ""


class Receipt(StrEnum):
    """Steps of the ladder that a platform reports; a ladder only climbs."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReceiptReceived:
    """The platform says how far one of our messages came."""

    external_id: str
    receipt: Receipt
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """The person blocked us (`reachable` False) or let us in again."""

    person: Person
    reachable: bool
    at: datetime


Inbound = MessageReceived | MessageEdited | MessageDeleted | ReceiptReceived | SubscriptionChanged


class HealthState(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Health:
    """What the platform says of the account. `display` is how people know it, such as @name."""

    state: HealthState
    detail: str = ""
    display: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes. Text counts in `text_unit` (characters or utf16)."""

    text: int
    caption: int
    text_unit: str = "characters"
    buttons: int = 0
    button_value_bytes: int = 64
    upload_bytes: int = 50_000_000
    photo_bytes: int = 10_000_000
    download_bytes: int = 20_000_000
    messages_per_second: float = 25.0
    per_chat_per_second: float = 1.0
