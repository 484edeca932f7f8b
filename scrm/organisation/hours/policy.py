"""Whether a site is open, and when it is next. Pure.

A shift is the span between two moments, so that "open now" and "opens at" never disagree. Where
clocks go back, a shift that begins or ends in the doubled hour takes all of it; where they go
forward, a time that the clock skips is as long after midnight as it says.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scrm.organisation.hours.values import WEEKDAYS, Hours, Opening

HORIZON = 60
"""Days. Whoever is away for longer is away."""
_ALL_DAY = (("00:00", "24:00"),)


def opening(hours: Hours, otherwise: str, now: datetime) -> Opening:
    """`otherwise` is the zone where the hours name none."""
    if not says_anything(hours):
        return Opening(is_open=True)
    zone = ZoneInfo(hours.zone or otherwise)
    for begins, ends in _shifts(hours, zone, now):
        if begins <= now < ends:
            return Opening(is_open=True)
        if begins > now:
            return Opening(is_open=False, opens_at=begins)
    return Opening(is_open=False)


def says_anything(hours: Hours) -> bool:
    """Without a week or a day of its own, somebody is always there."""
    return bool(hours.week or hours.closed or hours.days)


def _shifts(hours: Hours, zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From yesterday on, for a day may last until the first hour of the next; in their order."""
    closed = set(hours.closed)
    first = now.astimezone(zone).date() - timedelta(days=1)
    for offset in range(HORIZON + 2):
        day = first + timedelta(days=offset)
        if day.isoformat() in closed:
            continue
        usual = hours.week.get(WEEKDAYS[day.weekday()], ()) if hours.week else _ALL_DAY
        shifts = hours.days.get(day.isoformat(), usual)
        for begins, ends in shifts:
            yield _moment(day, begins, zone), _end(day, ends, zone)


def _moment(day: date, clock: str, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    wall = datetime.combine(day, time.fromisoformat(clock), zone)
    return wall.replace(fold=fold).astimezone(UTC)


def _end(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return max(_moment(day, clock, zone), _moment(day, clock, zone, fold=1))
