"""A campaign as values."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from campaigns.deciding.values import Purpose
from scrm.channels.outbound import Button
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


Schedule: TypeAlias = Now | At | Birthday | DaysAfter


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is a template: docs/reference/templates.md."""

    text: str
    format: str = "plain"
    buttons: tuple[Button, ...] = ()
    attachment: int | None = None


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
