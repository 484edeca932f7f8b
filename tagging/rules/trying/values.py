"""What a dry run finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from scrm.conditions.values import Condition


class Found(StrEnum):
    """By which of the two it was: the rule that is tried, what is in force, or both."""

    NEW = "new"
    LOST = "lost"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Trial:
    """A condition on the events of a kind, beside the one that is in force for the same rule."""

    when: str
    condition: Condition
    live: Condition | None = None
    live_when: str = ""


class Touched(NamedTuple):
    """A person, by the first event at which the rule held."""

    contact_id: int
    event_id: int
    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class TouchedView:
    """Whom a rule would have touched. `found` is new where what is in force would not have, lost
    where only that would have, and both."""

    contact_id: str
    name: str
    at: datetime
    message_id: str | None
    found: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a dry run found, by time; `looked_at` counts events."""

    items: list[TouchedView]
    looked_at: int
    since: datetime
    is_whole: bool
