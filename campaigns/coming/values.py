"""The words of days to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

DAYS = 8
"""So many are told: today, and the seven behind it."""
WITHIN = 3.0
"""Seconds: days for which there was no time are told without their people."""


class Calendar(NamedTuple):
    """The days of a campaign: those that have begun, by their day with the id of the run and how many it
    is for; and the key of the next, with its id where it is kept."""

    campaign_id: int
    begun: Mapping[str, tuple[int, int]]
    next_key: str
    next_id: int | None


@dataclass(frozen=True, slots=True)
class DayView:
    """How many it is meant for on a local day, null where there was no time to count them, and the id
    of its run, null where none is planned yet."""

    day: str
    people: int | None
    occurrence_id: str | None
