"""When a schedule is due next: local times and what clocks do to them. Pure.

Each local time has one moment: the first at which the clock there shows it, or has passed it. So
what is planned for an hour that comes twice runs in the first, and what is planned for one that is
skipped runs when the clock has jumped; never early, and never twice. (Office hours are spans and
not moments, and go by their own rule: scrm/organisation/hours.)
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scrm.scheduling.occurrences.values import (
    Birthday,
    Daily,
    DaysFrom,
    Monthly,
    Occurrence,
    Once,
    Schedule,
    Weekly,
)
from scrm.scheduling.values import Weekday

_DAY = timedelta(days=1)
_CALENDAR = range((date.min + _DAY).toordinal(), date.max.toordinal())
"""Ordinals of the days that have moments in every zone: without the first and the last there are,
for people write 9999-12-31 where they mean never."""


def moment_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """In UTC. Raises OverflowError for the first and the last day of the calendar."""
    wall = datetime.combine(day, clock)
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(found, zone) == wall:
        return found
    # The clock skips it. By the offset that was before, `found` is after the jump; by the one
    # that is after, it would be before.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    jump = bisect_left(
        range(int((found - before).total_seconds())),
        True,
        key=lambda seconds: _wall(before + timedelta(seconds=seconds), zone) >= wall,
    )
    return before + timedelta(seconds=jump)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day that the calendar there shows."""
    return moment.astimezone(zone).date()


def key_of(day: date, clock: time) -> str:
    """The local time that is meant, whether the clock will show it or not."""
    return datetime.combine(day, clock).isoformat(timespec="minutes")


def next_occurrence(schedule: Schedule, after: datetime, zone: ZoneInfo) -> Occurrence | None:
    """The first that is due later than `after`; None if there is none any more."""
    days = _days(schedule, day_of(after, zone))
    for day in days:
        due_at = moment_of(day, schedule.clock, zone)
        if due_at <= after:
            continue
        following = next(days, None)
        if following is not None and _is_skipped(day, following, zone):
            day, due_at = following, moment_of(following, schedule.clock, zone)
        return Occurrence(key_of(day, schedule.clock), due_at)
    return None


def is_missed(due_at: datetime, now: datetime, max_lateness: timedelta) -> bool:
    """Whether it is so late that a person has to say whether it still shall run."""
    return now - due_at > max_lateness


def birthday_in(year: int, month: int, day: int) -> date:
    """Days past the month's end are its last: 29 February is the 28th in other years."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _is_skipped(day: date, following: date, zone: ZoneInfo) -> bool:
    """Whether both begin at once, for the calendar there has no `day` (Samoa had no 30 December
    2011): the run of the following one stands for both."""
    return moment_of(day, time.min, zone) == moment_of(following, time.min, zone)


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    """All from `first` on that it means, and perhaps some before, in their order."""
    match schedule:
        case Once(day=day):
            found = _within((day.toordinal(),))
        case DaysFrom(origin=origin, days=days):
            found = _within((origin.toordinal() + days,))
        case Daily():
            found = _from(first)
        case Weekly(weekdays=weekdays):
            found = _weekly(weekdays, first)
        case Monthly(days=numbers):
            found = _monthly(numbers, first)
        case Birthday():
            found = _yearly(schedule, first)
    return found


def _within(ordinals: Iterable[int]) -> Iterator[date]:
    return (date.fromordinal(ordinal) for ordinal in ordinals if ordinal in _CALENDAR)


def _from(first: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), _CALENDAR.stop))


def _weekly(weekdays: frozenset[Weekday], first: date) -> Iterator[date]:
    days = _from(first) if weekdays else ()
    return (day for day in days if Weekday.of(day) in weekdays)


def _monthly(days: frozenset[int], first: date) -> Iterator[date]:
    for year in range(first.year, MAXYEAR) if days else ():
        for month in range(1, 13):
            yield from sorted({birthday_in(year, month, day) for day in days})


def _yearly(schedule: Birthday, first: date) -> Iterator[date]:
    early = max(first.toordinal() - schedule.days, 1)
    years = range(date.fromordinal(early).year, MAXYEAR)
    birthdays = (birthday_in(year, schedule.month, schedule.day) for year in years)
    return _within(day.toordinal() + schedule.days for day in birthdays)
