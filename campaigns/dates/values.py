"""The words of dates of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaigns.definition.values import Recurring

ONCE = 0
"""The turn of who gets it once for ever; else it is the year."""
BIRTHDAY = "birthday"
"""The attribute that holds it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of a campaign that goes on dates of people, which need not be kept yet. `home` is the
    organisation's zone. `since` is the hour of the day before, where that was another."""

    campaign_id: int
    occurrence_id: int
    schedule: Recurring
    day: date
    turn: int
    home: ZoneInfo
    since: time | None = None


class Span(NamedTuple):
    """What a day is meant for at some places, as moments: from `begins` until `ends`. What is planned
    from it is due there at `due_at`. Of no zones, for all others."""

    begins: datetime
    ends: datetime
    due_at: datetime
    zones: Sequence[str] = ()
