"""The words of pre-flight."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from campaigns.audience.values import Moment
from campaigns.coming.values import Calendar, DayView
from campaigns.definition.values import Definition
from campaigns.facts.values import Windows, no_windows

MISSED = "missed"
"""The fate of people in whose place it would be too late; all others are those of deciding."""
PORTION = 500
"""People who are decided together, as when they are fed."""
NAMED = 5
"""People who are named beside a variable that they lack."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a campaign means now, and what it says to them. `ids` are in their order. `runs` are the
    frozen occurrences whose open recipients they are; without any it is the audience that would be
    frozen now, due at `moments`, a day of the `calendar`. `version` is the number of what is in force,
    0 for the draft. `at_work` are the channels that are not paused."""

    campaign_id: int
    definition: Definition
    version: int
    ids: "array[int]"
    moments: Sequence[Moment] = ()
    runs: tuple[int, ...] = ()
    windows: Windows = no_windows
    at_work: Collection[int] = ()
    calendar: Calendar | None = None
    stop_link: str = ""


class Asked(NamedTuple):
    """What is asked: about which campaign, when, and for how many seconds somebody waits. `receipts`
    are the channels whose platforms say what was read, `windows` how long each takes messages, and
    `at_work` those that are not paused."""

    campaign_id: int
    receipts: Sequence[int]
    windows: Windows
    now: datetime
    at_work: Collection[int]
    within: float = 10.0
    stop_link: str = ""


class Fated(NamedTuple):
    """What would become of somebody, who is looked at when it is due for them. `at` is when they
    would get it, or are looked at again; `gets_at` when they really get it, None where they don't or
    nobody can say, and `then` what else stands in their way by then, in its order. `lacks` is the
    variable that is missing, also of somebody who waits for another reason first."""

    contact_id: int
    fate: str
    why: str
    channel_id: int | None
    at: datetime | None
    lacks: str = ""
    gets_at: datetime | None = None
    then: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """A slice: each part that is not None has to be so; `lacks` is the name of a variable, `then` the
    further reasons with commas."""

    fate: str | None = None
    why: str | None = None
    channel_id: int | None = None
    lacks: str | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class SliceView:
    """People of one fate for one reason on one channel; null where none comes into question. `first`
    and `last` are when the first and last of them really get it; null where they don't, or something
    else has to happen first. `then` are the reasons for which they wait on when the first is over."""

    fate: str
    why: str
    then: list[str]
    channel_id: str | None
    people: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class NamedView:
    contact_id: str
    name: str


@dataclass(frozen=True, slots=True)
class MissingView:
    """A variable without a fall-back, how many have no value for it, and a few of them."""

    variable: str
    people: int
    some: list[NamedView]


@dataclass(frozen=True, slots=True)
class LoadView:
    """What a channel gets to send at once, at `rate` a second, 0 for as many as it can: it takes
    `seconds`. While `is_active` is false, nothing is given to it and these people wait."""

    channel_id: str
    people: int
    rate: float
    seconds: float
    is_active: bool


@dataclass(frozen=True, slots=True)
class PreflightView:
    """Of the `audience` so many were looked at. Where that `is_whole` all numbers are exact; else
    they are estimated from those people, who are spread evenly over all. `version` is the number of
    what was looked at, 0 for the draft; `is_stopped`: nothing goes before all campaigns are let go on,
    whatever is said here; `is_frozen`: the people are settled, and only those are looked at whose fate
    is open. Of what goes on dates of people it looks at the next day; `days` tells of today and the
    next seven. `seconds` is how long sending takes that need not wait."""

    at: datetime
    version: int
    is_frozen: bool
    is_stopped: bool
    audience: int
    looked_at: int
    is_whole: bool
    seconds: float
    slices: list[SliceView]
    missing: list[MissingView]
    channels: list[LoadView]
    days: list[DayView]


@dataclass(frozen=True, slots=True)
class FatedView:
    """Somebody of a slice. `at` is when they really get it, null where that can't be said, and `then`
    why not sooner; `lacks` names the variable that is missing, "" for none."""

    contact_id: str
    name: str
    fate: str
    why: str
    channel_id: str | None
    at: datetime | None
    lacks: str
    then: list[str]
