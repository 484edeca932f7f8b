"""The words of the visitors' socket."""

from dataclasses import dataclass
from enum import StrEnum

from scrm.visitors.values import Form, Page, Visit


class End(StrEnum):
    """Why the hub ends a connection, as the visitor's client is told."""

    UNAUTHORISED = "unauthorised"
    BLOCKED = "blocked"
    TOO_MANY = "too_many"
    GOING_AWAY = "going_away"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Hello:
    """`token_hash` is None for what can't be a token. `visit` is kept of who writes for the first
    time: of anybody else it is known already."""

    token_hash: str | None
    after: int
    visit: Visit


@dataclass(frozen=True, slots=True)
class Message:
    client_id: str
    text: str
    attachments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pressed:
    client_id: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filled:
    """`wrong` names the field whose value can't be taken; then nothing of the form is."""

    form: Form
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    conversation_id: int
    score: int
    comment: str


@dataclass(frozen=True, slots=True)
class Typing:
    pass


@dataclass(frozen=True, slots=True)
class Read:
    place: int


@dataclass(frozen=True, slots=True)
class Looked:
    page: Page


@dataclass(frozen=True, slots=True)
class Continue:
    """The visitor wants to go on on another platform."""

    platform: str


@dataclass(frozen=True, slots=True)
class Ping:
    pass


Frame = Hello | Message | Pressed | Filled | Rated | Typing | Read | Looked | Continue | Ping


@dataclass(frozen=True, slots=True)
class Bounds:
    """What visitors may take of the hub. Rates are (per second, at once); times in seconds."""

    sockets: int = 10_000
    sockets_per_address: int = 500
    """An office, or a mobile network, has one address for many."""
    hello_within: float = 5.0
    silent_for: float = 60.0
    ping_every: int = 25
    unread_bytes: int = 64_000
    frames: tuple[float, float] = (10.0, 60.0)
    messages: tuple[float, float] = (1.0, 15.0)
    messages_per_address: tuple[float, float] = (20.0, 200.0)
    pages: tuple[float, float] = (1 / 30, 30.0)
    links: tuple[float, float] = (5 / 60, 5.0)
    sessions_per_address: tuple[float, float] = (5.0, 200.0)
    uploads: tuple[float, float] = (0.1, 10.0)
    uploads_per_address: tuple[float, float] = (0.2, 40.0)
    upload_bytes_per_address: tuple[float, float] = (50_000.0, 250_000_000.0)
