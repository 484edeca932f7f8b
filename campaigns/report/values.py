"""The words of reports."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Group(NamedTuple):
    """How many recipients are in one state for one reason; `state` is the outbox's, where the message
    was given to it."""

    is_given: bool
    state: str
    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Somebody of the frozen audience. `state` is what became of the message: waiting, later, held,
    blocked, missed or cancelled; and once it was given to the outbox what became of it there. `until`
    is when it is looked at again; null where it is not, or something else has to happen first.
    `version` is the number of what they got, or would get as it stood when they were last looked
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
class ReportView:
    """How many of the frozen audience came how far; each of `sent`, `delivered` and `read` counts
    those that came further too. `allowed` is the audience without those who are blocked; `given` are
    in the outbox or have left it, of whom `sending` are on their way. `replied`, `clicked`
    and `opted_out` count people who did so at least once. `blocked_by`, `later_by`, `held_by`,
    `missed_by` and `failed_by` count reasons."""

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
    blocked_by: dict[str, int] = field(default_factory=dict)
    later_by: dict[str, int] = field(default_factory=dict)
    held_by: dict[str, int] = field(default_factory=dict)
    missed_by: dict[str, int] = field(default_factory=dict)
    failed_by: dict[str, int] = field(default_factory=dict)
