"""Behaviour as somebody outside tells of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from scrm.kernel.errors import ScrmError

MOST_AT_ONCE = 100
AHEAD = timedelta(minutes=1)
"""By how much the clock of whoever tells may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Who it was, in one of four ways: by contact, by an address on a channel, or by a mail address
    or phone that is proven to be theirs."""

    contact_id: int | None = None
    channel_id: int | None = None
    external_id: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """`at` is None where it happened just now. Of what comes twice with the same `key` the second is
    known; what has none is new each time."""

    kind: str
    whose: Whose
    data: dict[str, Any]
    at: datetime | None = None
    key: str = ""


class Home(NamedTuple):
    """Whose it is now; and `marks`, by which it goes along where contacts are joined or separated."""

    contact_id: int
    marks: dict[str, str]


class Taken(NamedTuple):
    """An event that has a key."""

    event_id: int
    kind: str
    contact_id: int
    at: datetime
    recorded_at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ToldView:
    """An event as it was recorded. `contact_id` is whose it is: who was named, or who that contact
    turned out to be."""

    id: str
    kind: str
    contact_id: str
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why an event of a batch was not recorded; `code` is as in a problem document."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """Of one event of a batch: what was recorded, or why it was not."""

    event: ToldView | None
    refused: RefusalView | None


Outcome = ToldView | ScrmError
