"""The words of campaigns. What a person wants of one is kept; how it stands is read off its rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

TOPIC = "campaigns"
"""A campaign has changed, or has something to do."""


class Wish(StrEnum):
    """All that is kept of how a campaign shall stand: what somebody asked for."""

    NONE = ""
    SCHEDULED = "scheduled"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class CampaignState(StrEnum):
    """As people read it; kept nowhere."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Resend(StrEnum):
    """Whom of an earlier occurrence a new one goes to: whose message failed, or who did not read it on
    a channel that would say so."""

    FAILED = "failed"
    UNREAD = "unread"


class RecipientState(StrEnum):
    """`waiting` was not looked at yet; `later` and `held` are looked at again; of who is `given` the
    outbox has the last word."""

    WAITING = "waiting"
    LATER = "later"
    HELD = "held"
    GIVEN = "given"
    BLOCKED = "blocked"
    MISSED = "missed"
    CANCELLED = "cancelled"


LASTS = timedelta(hours=72)
"""How long after their moment somebody may still get the message; longer where a campaign may begin
later than that."""

RUNS_TOLD = 30
"""So many runs are told with a campaign; a birthday's has one a day."""

OPEN = "state IN ('waiting', 'later', 'held')"
"""Of whom nothing is decided for good: a question that repeats this word for word is answered from
the index of them."""


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign to read. `definition` is its draft, `version` the number of what is in force, 0
    before it was launched; `is_changed`: the draft says something else. `due_at` is when it begins or
    began last; with the zone `contact` for the first of its people. `size` is the frozen audience of
    all its occurrences. `reason` says, of one on dates of people that is paused, what keeps it from
    going on, "" where nothing does."""

    id: str
    name: str
    purpose: str
    state: str
    reason: str
    definition: dict[str, Any]
    version: int
    is_changed: bool
    due_at: datetime | None
    size: int
    created_by: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """What was put in force once, by whom."""

    number: int
    definition: dict[str, Any]
    made_at: datetime
    made_by: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """One run. `key` is the local time that was meant, or begins with `now:` or `resend:`."""

    id: str
    key: str
    version: int
    due_at: datetime
    frozen_at: datetime | None
    missed_at: datetime | None
    size: int | None


@dataclass(frozen=True, slots=True)
class TakenView:
    """Where a campaign's words come from. `is_as_written`: nobody has changed them since."""

    template_id: str
    name: str
    version: int
    is_as_written: bool


@dataclass(frozen=True, slots=True)
class WholeCampaignView(CampaignView):
    """With its versions and its newest occurrences, of which it has `runs` in all, the newest first.
    `template`: where the draft's words come from."""

    template: TakenView | None
    versions: list[VersionView]
    occurrences: list[OccurrenceView]
    runs: int
