"""The words of when a campaign is due."""

from datetime import datetime
from typing import NamedTuple

RESEND = "resend:"
"""How the key of an occurrence begins that goes to some of an earlier one."""


class Plan(NamedTuple):
    """`key` is the local time that is meant. With the time of each person it begins where that comes
    first; after `last` it is too late for nobody's place on Earth to be early."""

    key: str
    begins: datetime
    last: datetime


class Moment(NamedTuple):
    """When it is due for those in these zones; of no zone, for all others."""

    due_at: datetime
    is_late: bool
    zones: tuple[str, ...] = ()


class Waiting(NamedTuple):
    """An occurrence that is due, one that takes in more people, and a campaign that was cancelled and
    has recipients whose fate is open."""

    due: int | None
    fills: int | None
    cancelled: int | None
