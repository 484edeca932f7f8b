"""When something is meant to happen, as people say it: a day and a clock, in a zone told later.

A clock is a whole minute without a zone. None of these says whose zone it means, the
organisation's or the person's: whoever asks for the next occurrence does.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from scrm.scheduling.values import Weekday


@dataclass(frozen=True, slots=True)
class Once:
    day: date
    clock: time


@dataclass(frozen=True, slots=True)
class Daily:
    clock: time


@dataclass(frozen=True, slots=True)
class Weekly:
    weekdays: frozenset[Weekday]
    clock: time


@dataclass(frozen=True, slots=True)
class Monthly:
    """`days` are 1 to 31; those past a month's end are its last day, and it runs there once."""

    days: frozenset[int]
    clock: time


@dataclass(frozen=True, slots=True)
class Birthday:
    """Each year, `days` after the person's birthday, or before it where negative. Who was born on
    29 February has it on the 28th in years without one."""

    month: int
    day: int
    clock: time
    days: int = 0


@dataclass(frozen=True, slots=True)
class DaysFrom:
    """Once, `days` after `origin`, or before it where negative. For an instant, `origin` is the day
    that `day_of` finds: keep it, for the person's zone may change, and the run would get another
    key."""

    origin: date
    days: int
    clock: time


Schedule: TypeAlias = Once | Daily | Weekly | Monthly | Birthday | DaysFrom


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One run. `key` is the local time that was meant, as 2026-12-01T09:00: it stays the same when
    rules of zones change, and `due_at` (UTC) may not."""

    key: str
    due_at: datetime
