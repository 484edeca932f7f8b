"""What a dry run finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from scrm.conditions.values import Condition
from tagging.rules.values import Rule


class Found(StrEnum):
    """Whether the rule that is tried would touch a person whom what is in force does not, or not
    touch one whom it does, or both touch them."""

    NEW = "new"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Trial:
    """A condition on the events of a kind, beside the one that is in force for the same rule, whose
    `version` is 0 where none is; `rule` is the one that is tried."""

    when: str
    condition: Condition
    live: Condition | None = None
    live_when: str = ""
    version: int = 0
    rule: Rule | None = None


class Span(NamedTuple):
    """What happened since a time, and was recorded up to the event of the id `last`."""

    since: datetime
    last: int


class Touched(NamedTuple):
    """A person, by the first event at which the rule held."""

    contact_id: int
    event_id: int
    at: datetime
    message_id: str


class Hit(NamedTuple):
    found: Found
    by: Touched


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial found, by time; `looked_at` counts events. Not `is_whole` where time ended it."""

    hits: tuple[Hit, ...]
    counts: Mapping[Found, int]
    looked_at: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class TouchedView:
    """Whom a rule would have touched, and the message that spoke for it. `found` is new where what
    is in force would not have, gone where only that would have, and same."""

    contact_id: str
    name: str
    at: datetime
    message_id: str | None
    excerpt: str
    found: str


@dataclass(frozen=True, slots=True)
class CountsView:
    """People."""

    new: int
    gone: int
    same: int


@dataclass(frozen=True, slots=True)
class TrialView:
    """A part of what a dry run found, by time: `items` with the cursor of the following part;
    `start` is that of the first, for another look at the same run. The counts are of all; `version`
    is the one in force that it stands beside, 0 where none is; `looked_at` counts events."""

    items: list[TouchedView]
    next: str | None
    start: str
    counts: CountsView
    version: int
    looked_at: int
    since: datetime
    would: list[str]
