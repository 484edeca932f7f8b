"""A campaign as values."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from campaigns.deciding.values import Purpose
from campaigns.messages.values import Message
from scrm.conditions.values import All, Condition

MAX_LATENESS = timedelta(hours=2)
"""Unless a campaign says otherwise."""


class Zone(StrEnum):
    """Whose clock shows the time that was planned."""

    ORGANISATION = "organisation"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class InSegment:
    id: int


Audience: TypeAlias = Condition | InSegment
EVERYBODY = All(())
"""Also stands where a draft says nothing yet."""


@dataclass(frozen=True, slots=True)
class Now:
    """As soon as it is launched."""


@dataclass(frozen=True, slots=True)
class At:
    """`local` has no zone and whole minutes."""

    local: datetime
    zone: Zone = Zone.ORGANISATION


@dataclass(frozen=True, slots=True)
class Birthday:
    """Each year, `days` after the person's birthday, or before it where negative."""

    days: int
    clock: time


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """`days` after an event of a kind, or after the date that an attribute holds; one is given."""

    days: int
    clock: time
    event: str = ""
    attribute: str = ""


Recurring: TypeAlias = Birthday | DaysAfter
"""Runs on each day, for those whose day it is."""
Schedule: TypeAlias = Now | At | Recurring


@dataclass(frozen=True, slots=True)
class Definition:
    """`channels` are tried in their order. `holds`: marketing waits while the person waits for us.
    `tracks`: links are made short, and who follows one is known."""

    name: str
    audience: Audience
    exclude: Audience | None
    channels: tuple[int, ...]
    message: Message
    schedule: Schedule
    purpose: Purpose = Purpose.MARKETING
    holds: bool = True
    quiet: bool = True
    tracks: bool = True
    max_lateness: timedelta = MAX_LATENESS

    @property
    def is_recurring(self) -> bool:
        """Whether it goes on a date of each person."""
        return isinstance(self.schedule, Recurring)

    @property
    def is_by_person(self) -> bool:
        """Whether each person's own clock shows when it is due for them."""
        if isinstance(self.schedule, At):
            return self.schedule.zone is Zone.CONTACT
        return self.is_recurring
