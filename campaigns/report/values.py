"""The words of reports."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from campaigns.values import TakenView
from scrm.delivery.values import DeliveryState

SENT = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)
"""Each of those behind came further."""
QUARTER = timedelta(minutes=15)
"""No clock on Earth begins its hours elsewhere than at one of these."""
MOST_HOURS = 168
"""So many hours of sending are told, the newest."""


class Reached(StrEnum):
    """How far somebody came, as the report counts them; each of sent, delivered and read holds those
    that came further too."""

    ALLOWED = "allowed"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    REPLIED = "replied"
    CLICKED = "clicked"
    OPTED_OUT = "opted_out"


class Group(NamedTuple):
    """How many recipients are in one state for one reason; `state` is the outbox's, where the message
    was given to it. `quarter` is the `QUARTER` since 1970 UTC in which it was sent."""

    is_given: bool
    state: str
    reason: str
    people: int
    channel_id: int | None = None
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Somebody of the frozen audience. `state` is what became of the message: waiting, later, held,
    blocked, missed or cancelled; and once it was given to the outbox what became of it there. `until`
    is when it is looked at again; null where it is not, or something else has to happen first.
    Of who was erased since, `contact_id` is a number by chance, below 0, that leads to nobody. `version`
    is the number of what they got, or would get as it stood when they were last looked
    at."""

    contact_id: str
    name: str
    state: str
    reason: str
    until: datetime | None
    occurrence_id: str
    step: int
    version: int
    channel_id: str | None
    message_id: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """What became of one campaign's message to a person, in the words of a recipient. `at` is when it
    came to that; `conversation_id` is null until the message stands in one."""

    campaign_id: str
    name: str
    state: str
    reason: str
    at: datetime | None
    until: datetime | None
    occurrence_id: str
    step: int
    version: int
    channel_id: str | None
    message_id: str | None
    conversation_id: str | None


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many of those whose message went to one channel came how far; as in the whole report."""

    channel_id: str
    given: int
    sent: int
    delivered: int
    read: int
    failed: int
    replied: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """How many were sent within an hour of the organisation's clock, which begins `at`; `local` is
    what that clock shows then."""

    at: datetime
    local: str
    sent: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """How many of the frozen audience came how far; each of `sent`, `delivered` and `read` counts
    those that came further too. `allowed` is the audience without those who are blocked; `given` are
    in the outbox or have left it, of whom `sending` are on their way. `replied`, `clicked`
    and `opted_out` count people who did so at least once; `opted_out_by_link` are those of the latter
    who pressed the button behind the message's link. `blocked_by`, `later_by`, `held_by`,
    `missed_by` and `failed_by` count reasons. `by_channel` begins with the one that got most; `by_hour`
    leaves out hours in which nothing was sent, and tells the newest 168. `templates` are those from
    which the words come that were put in force, the newest first."""

    audience: int
    allowed: int
    given: int
    sending: int
    sent: int
    delivered: int
    read: int
    failed: int
    unknown: int
    waiting: int
    later: int
    held: int
    blocked: int
    missed: int
    cancelled: int
    replied: int = 0
    clicked: int = 0
    opted_out: int = 0
    opted_out_by_link: int = 0
    blocked_by: dict[str, int] = field(default_factory=dict)
    later_by: dict[str, int] = field(default_factory=dict)
    held_by: dict[str, int] = field(default_factory=dict)
    missed_by: dict[str, int] = field(default_factory=dict)
    failed_by: dict[str, int] = field(default_factory=dict)
    by_channel: list[ChannelCount] = field(default_factory=list)
    by_hour: list[HourCount] = field(default_factory=list)
    templates: list[TakenView] = field(default_factory=list)
