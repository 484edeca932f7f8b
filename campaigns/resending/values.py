"""The words of sending again."""

from datetime import datetime
from typing import NamedTuple

ALREADY = "already"
"""Why a message is not sent: they have got it by another run, or by a colleague's hand."""


class Run(NamedTuple):
    """An occurrence of a campaign, by its key; `turn` is given on dates of people."""

    campaign_id: int
    id: int
    key: str
    frozen_at: datetime | None
    missed_at: datetime | None
    turn: int | None = None


class Place(NamedTuple):
    """A message of a campaign to somebody: `runs` are the one it is of, and those that send the same
    to whom that failed, which are known by their first."""

    runs: int
    step: int
    contact_id: int
