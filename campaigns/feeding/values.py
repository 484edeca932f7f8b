"""The words of feeding."""

from datetime import datetime, timedelta
from typing import NamedTuple

from campaigns.definition.values import Definition

PORTION = 500
"""People who are decided in one unit."""
AT_ONCE = 5_000
"""People who are woken in one unit."""
CROWDED = timedelta(seconds=2)
"""When somebody is looked at again whose channel's outbox is full."""
FAR_AHEAD = 10.0
"""Seconds' worth of messages that wait in the outbox of a channel."""
WORTH = 0.25
"""The part of that for which it is worth to feed."""
LEAST_AHEAD = 100
MOST_AHEAD = 2_000


class Open(NamedTuple):
    """A recipient whose fate is open, by its key. From `late_at` on it is too late for them."""

    occurrence_id: int
    step: int
    contact_id: int
    late_at: datetime | None = None


class Mine(NamedTuple):
    """The campaign that is fed, as it is in force."""

    id: int
    version_id: int
    definition: Definition


class Due(NamedTuple):
    """A campaign that nobody holds back, and when the first of its people is due."""

    campaign_id: int
    at: datetime
