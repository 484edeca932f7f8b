"""Which dates a day is meant for, and which day comes next. Pure."""

from calendar import isleap
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.dates.values import ONCE, Dated, Span
from campaigns.definition.values import Birthday, Recurring
from scrm.kernel.zones import find_zone
from scrm.scheduling.occurrences.policy import key_of, moment_of, next_occurrence
from scrm.scheduling.occurrences.values import Daily

_DAY = timedelta(days=1)
MISSED_WITHIN = timedelta(days=31)
FIRST_ZONE = ZoneInfo("Etc/GMT-14")
"""Where each local time comes first: 14 hours before UTC."""
LAST_ZONE = ZoneInfo("Etc/GMT+12")
QUARTER = timedelta(minutes=15)
"""No clock on Earth is a part of one ahead of another."""


def first_key(schedule: Recurring, now: datetime, home: ZoneInfo) -> str:
    """Of the first day whose time is still to come by the organisation's clock. Raises OverflowError
    at the calendar's end."""
    found = next_occurrence(Daily(schedule.clock), now, home)
    if found is None:
        raise OverflowError
    return found.key


def following_key(schedule: Recurring, key: str, now: datetime) -> str:
    """Of the day after; where that was long ago, for it was paused or the hub away, not even that it
    was missed is told."""
    return key_of(max(day_in(key) + _DAY, (now - MISSED_WITHIN).date()), schedule.clock)


def free_key(schedule: Recurring, key: str, taken: Collection[str]) -> str:
    """Of that day, or the next one of which there is no run."""
    while key in taken:
        key = key_of(day_in(key) + _DAY, schedule.clock)
    return key


def same_key(schedule: Recurring, key: str) -> str:
    """Of the same day, at the time that is planned now."""
    return key_of(day_in(key), schedule.clock)


def day_in(key: str) -> date:
    """That a run's key names."""
    return datetime.fromisoformat(key).date()


def dated(
    schedule: Recurring, key: str, campaign_id: int, home: ZoneInfo, occurrence_id: int = 0
) -> Dated:
    """The day of a run of this key."""
    day = day_in(key)
    return Dated(campaign_id, occurrence_id, schedule, day, turn_on(schedule, day), home)


def clock_before(day: date, keys: Collection[str]) -> time | None:
    """The hour of the run of the day before, by the keys of all runs; None where there was none."""
    found = [key for key in keys if key.startswith((day - _DAY).isoformat())]
    return datetime.fromisoformat(max(found)).time() if found else None


def begins(key: str) -> datetime:
    """Where that local time comes first on Earth."""
    local = datetime.fromisoformat(key)
    return moment_of(local.date(), local.time(), FIRST_ZONE)


def next_fill(key: str, now: datetime, due: Collection[datetime] = ()) -> datetime | None:
    """The next moment at which a clock on Earth shows that time, a quarter of an hour after another, or
    at which it is `due` because a clock skips it; None once it was everywhere by `now`."""
    local = datetime.fromisoformat(key)
    first, last = (moment_of(local.date(), local.time(), one) for one in (FIRST_ZONE, LAST_ZONE))
    if now >= last:
        return None
    following = now - (now - first) % QUARTER + QUARTER
    return min(one for one in (following, *due) if one > now)


def is_on_quarter(key: str) -> bool:
    """Whether clocks that skip that time jump at a moment at which others show it."""
    return datetime.fromisoformat(key).minute % 15 == 0


def origin(schedule: Recurring, day: date) -> date:
    """The date from which that day is meant."""
    return day - timedelta(days=schedule.days)


def turn_on(schedule: Recurring, day: date) -> int:
    """A birthday is that of its own year, also where it is congratulated before or after New Year."""
    return origin(schedule, day).year if isinstance(schedule, Birthday) else ONCE


def birthdays_on(day: date) -> list[str]:
    """Months and days of those who have theirs: on 28 February also who was born on the 29th, in years
    without one."""
    found = [f"{day:%m-%d}"]
    if (day.month, day.day) == (2, 28) and not isleap(day.year):
        found.append("02-29")
    return found


def spans(what: Dated, zones: Collection[str]) -> list[Span]:
    """When the date was that this day is meant for, at each place; the last is for whoever is in none
    of `zones`."""
    found: dict[tuple[datetime, datetime, datetime], list[str]] = {}
    for name in sorted(zones):
        zone = find_zone(name) if name else None
        if zone is not None:
            found.setdefault(_span(what, zone), []).append(name)
    return [*(Span(*of, zones=names) for of, names in found.items()), Span(*_span(what, what.home))]


def due_by(spans: Sequence[Span], until: datetime | None) -> list[Span]:
    """Those that are not due by then hold nobody; with None all hold."""
    return [
        one if until is None or one.due_at <= until else one._replace(ends=one.begins)
        for one in spans
    ]


def _span(what: Dated, zone: ZoneInfo) -> tuple[datetime, datetime, datetime]:
    """What happens on the very day after the hour waits for the next time the clock shows it."""
    day, due_at = origin(what.schedule, what.day), moment_of(what.day, what.schedule.clock, zone)
    if what.schedule.days == 0:
        return moment_of(day - _DAY, what.since or what.schedule.clock, zone), due_at, due_at
    begins, ends = (moment_of(one, time.min, zone) for one in (day, day + _DAY))
    return begins, ends, due_at
