"""The words of deciding: what is known of a person when a message is about to go, and what follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scrm.scheduling.quiet.values import Window


class Purpose(StrEnum):
    """Service messages need neither a basis for marketing nor quiet hours; nobody's opt-out of
    marketing stops them."""

    MARKETING = "marketing"
    SERVICE = "service"


class Basis(StrEnum):
    """What a channel asks before marketing goes over it."""

    OPTED_IN = "opted_in"
    WROTE_TO_US = "wrote_to_us"


class Fate(StrEnum):
    SEND = "send"
    LATER = "later"
    HELD = "held"
    BLOCKED = "blocked"


class Why(StrEnum):
    """In the order in which they are asked."""

    ERASED = "erased"
    OPTED_OUT = "opted_out"
    NO_ADDRESS = "no_address"
    UNREACHABLE = "unreachable"
    NO_BASIS = "no_basis"
    WINDOW_CLOSED = "window_closed"
    QUIET_HOURS = "quiet_hours"
    CAP = "cap"
    CONVERSATION_WAITS = "conversation_waits"
    JUST_ANSWERED = "just_answered"
    MISSING_VALUE = "missing_value"
    """Asked when the message is written: the person lacks what its template can't do without."""
    UNWRITABLE = "unwritable"
    CHANNEL_PAUSED = "channel_paused"
    """Asked when it is given to the outbox: what is there for a channel that rests only gets old."""
    HAS_IT = "has_it"
    """Another who turned out to be the same person was given it."""
    TOO_LATE = "too_late"
    """Nobody could begin in time, or it waited too long."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody may be written to. `window_ends` is when the platform's own window for messages
    of this purpose closes, None where it has none; a window that ended is one that is closed."""

    identity_id: int
    channel_id: int
    basis: Basis
    opted_in: bool = False
    wrote_to_us: bool = False
    unreachable_since: datetime | None = None
    window_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """How a person's conversations stand: since when one waits for us, and when we answered last."""

    waiting_since: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """`zones` are all places where the person may be. `addresses` are in the order in which they are
    to be tried. `taken` counts, for each of the rules' caps, what they have got in its period, and
    says when room comes."""

    contact_id: int
    is_erased: bool = False
    opted_out: bool = False
    addresses: tuple[Address, ...] = ()
    zones: tuple[ZoneInfo, ...] = ()
    taken: tuple["Taken", ...] = ()
    talk: Talk = Talk()
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Messages that count against a cap: those that went, and those that may yet go. `room_at` is when
    so many of the former no longer count that there is room; None where the latter fill it."""

    count: int
    room_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a campaign and the organisation ask. `caps` are the most messages of each period, in the
    order of a recipient's `taken`. Without a `window` there are no quiet hours."""

    purpose: Purpose = Purpose.MARKETING
    window: Window | None = None
    caps: tuple[int, ...] = ()
    holds: bool = True
    hold_after_answer: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`until` is when it is looked at again; None where something else has to happen first, or
    nothing will. `address` is where it goes, or would."""

    fate: Fate
    why: Why | None = None
    until: datetime | None = None
    address: Address | None = None
