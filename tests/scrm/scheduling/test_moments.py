"""Each local time has one moment, whatever clocks do (F-43, F-44)."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.scheduling.occurrences.policy import key_of, moment_of, next_occurrence
from scrm.scheduling.occurrences.values import Daily, Occurrence
from tests.scrm.scheduling.zones import (
    DAY,
    EVERY,
    SPECIAL,
    at,
    changes,
    days,
    midnight,
    minutes,
    moments,
    shown,
    zones,
)

CLOCKS = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3)]


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        ("UTC", "2027-03-28T02:30", "2027-03-28T02:30Z"),
        ("Europe/Berlin", "2027-03-27T02:30", "2027-03-27T02:30+01:00"),
        # Skipped: when the clock has jumped, from two to three.
        ("Europe/Berlin", "2027-03-28T02:00", "2027-03-28T03:00+02:00"),
        ("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        ("Europe/Berlin", "2027-03-28T03:00", "2027-03-28T03:00+02:00"),
        # Twice: the first.
        ("Europe/Berlin", "2027-10-31T02:00", "2027-10-31T02:00+02:00"),
        ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T02:30+02:00"),
        ("Europe/Berlin", "2027-10-31T03:00", "2027-10-31T03:00+01:00"),
        ("Europe/Dublin", "2027-03-28T01:30", "2027-03-28T02:00+01:00"),
        ("Europe/Dublin", "2027-10-31T01:30", "2027-10-31T01:30+01:00"),
        # Half an hour, from two to half past two, and back.
        ("Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-03T02:30+11:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-04T01:45+11:00"),
        ("Australia/Lord_Howe", "2027-04-04T02:00", "2027-04-04T02:00+10:30"),
        # Ramadan of 2027 begins for clocks on 7 February and ends on 14 March.
        ("Africa/Casablanca", "2027-02-07T02:30", "2027-02-07T02:30+01:00"),
        ("Africa/Casablanca", "2027-03-14T02:30", "2027-03-14T03:00+01:00"),
        ("Asia/Gaza", "2024-04-20T02:30", "2024-04-20T03:00+03:00"),
        ("Asia/Gaza", "2024-10-26T01:30", "2024-10-26T01:30+03:00"),
        # Midnight is skipped, and the last hour of a day comes twice.
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T01:00-02:00"),
        ("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-17T23:30-02:00"),
        ("America/Sao_Paulo", "2018-02-18T00:00", "2018-02-18T00:00-03:00"),
        # From 23:00 to midnight: the next minute that is, is on the next day.
        ("America/Nuuk", "2027-03-27T23:30", "2027-03-28T00:00-01:00"),
        # A day that never was.
        ("Pacific/Apia", "2011-12-29T23:59", "2011-12-29T23:59-10:00"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-31T00:00+14:00"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-31T00:00+14:00"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-31T00:00+14:00"),
        # Where machines count seconds in 32 bits, and where years end in two zeros.
        ("Asia/Tokyo", "2038-01-19T12:14", "2038-01-19T12:14+09:00"),
        ("Europe/Berlin", "2038-03-28T02:30", "2038-03-28T03:00+02:00"),
        ("Europe/Berlin", "2100-03-28T02:30", "2100-03-28T03:00+02:00"),
        ("Europe/Berlin", "2100-03-01T09:00", "2100-03-01T09:00+01:00"),
        ("Etc/GMT-14", "0001-01-02T00:00", "0001-01-01T10:00Z"),
        ("Etc/GMT+12", "9999-12-30T23:59", "9999-12-31T11:59Z"),
    ],
)
def test_a_local_time_is_the_first_moment_at_which_the_clock_shows_it_or_has_passed_it(
    zone: str, local: str, moment: str
) -> None:
    day, _, clock = local.partition("T")
    found = moment_of(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    assert found == at(moment)
    assert found.tzinfo is UTC


def test_the_second_of_two_can_not_be_asked_for() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert moment_of(date(2027, 10, 31), time(2, 30, fold=1), zone) == at("2027-10-31T00:30Z")


@given(st.data())
def test_no_clock_is_early_and_none_is_late(data: st.DataObject) -> None:
    """In zones that are and in such as might be, against a walk minute by minute."""
    zone = data.draw(zones)
    wall = shown(data.draw(moments(zone)), zone).replace(second=0)
    day, clock = wall.date(), data.draw(st.sampled_from([wall.time(), *CLOCKS]))
    assert moment_of(day, clock, zone) == _walk_to(datetime.combine(day, clock), zone)


def _walk_to(wall: datetime, zone: ZoneInfo) -> datetime:
    about = wall.replace(tzinfo=UTC)
    walked = minutes(about - 2 * DAY, about + 3 * DAY)
    return next(moment for moment in walked if shown(moment, zone) >= wall)


@pytest.mark.timeout(3_600)
def test_each_day_has_one_run_in_every_zone(times: Callable[[int, int], int]) -> None:
    """Some zones for two years, and in `make faults` all of them from 2024 to 2035."""
    last = date(times(2025, 2035), 12, 31)
    for name in sorted({*SPECIAL, *EVERY[:: times(80, 1)]}):
        zone = ZoneInfo(name)
        for clock, expected in _walked(zone, date(2024, 1, 1), last):
            runs = list(_runs(Daily(clock), zone, len(expected)))
            assert runs == expected, (name, clock)


def _runs(daily: Daily, zone: ZoneInfo, number: int) -> Iterator[Occurrence]:
    """From 2024 on; each is asked for when the one before is due."""
    after = moment_of(date(2024, 1, 1), daily.clock, zone) - timedelta(seconds=1)
    for _ in range(number):
        found = next_occurrence(daily, after, zone)
        assert found is not None
        yield found
        after = found.due_at


def _walked(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[time, list[Occurrence]]]:
    """One for each day: by a walk around changes of the clock, elsewhere by subtraction."""
    rest = {day: midnight(day).astimezone(zone).utcoffset() for day in days(first, last)}
    around: dict[datetime, datetime] = {}
    for change in changes(zone, first - DAY, last + DAY):
        walk = list(minutes(midnight(change - 2 * DAY), midnight(change + 3 * DAY)))
        latest = list(accumulate((shown(moment, zone) for moment in walk), max))
        for day in days(change - DAY, change + DAY):
            for wall in (datetime.combine(day, clock) for clock in CLOCKS):
                around[wall] = walk[bisect_left(latest, wall)]
    for clock in CLOCKS:
        walls = {day: datetime.combine(day, clock) for day in rest}
        yield (
            clock,
            [
                Occurrence(
                    key_of(day, clock),
                    around.get(wall) or (wall - (rest[day] or timedelta())).replace(tzinfo=UTC),
                )
                for day, wall in walls.items()
            ],
        )


@settings(max_examples=30)
@given(zones, st.sampled_from(CLOCKS), st.integers(-86_400, 86_400))
@pytest.mark.parametrize("now", ["2027-03-28T01:00Z", "2038-01-19T03:14:07Z", "2100-02-28T23:59Z"])
def test_a_clock_that_is_set_otherwise_finds_the_same_runs(
    now: str, zone: ZoneInfo, clock: time, jump: int
) -> None:
    """By up to a day, to and fro: what is next may be another run, but has no other moment."""
    there = next_occurrence(Daily(clock), at(now) + timedelta(seconds=jump), zone)
    assert there is not None
    before = next_occurrence(Daily(clock), there.due_at - timedelta(seconds=1), zone)
    assert before == there
    assert there.due_at > at(now) + timedelta(seconds=jump)
    assert there.due_at <= at(now) + timedelta(seconds=jump) + 2 * DAY
