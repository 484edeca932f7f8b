"""What is planned in local time runs once on each day that was meant."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrm.scheduling.occurrences.policy import (
    birthday_in,
    day_of,
    is_missed,
    moment_of,
    next_occurrence,
)
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
from scrm.scheduling.values import EVERY_DAY, Weekday
from tests.scrm.scheduling.zones import DAY, at, ruled

NINE, NIGHT, MIDNIGHT = time(9), time(2, 30), time(0)
BERLIN, SAMOA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
NEVER = date(9999, 12, 31)
"""As people write it."""


def _all(schedule: Schedule, after: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    while found := next_occurrence(schedule, after, zone):
        yield found
        after = found.due_at


def _keys(schedule: Schedule, after: str, zone: ZoneInfo = BERLIN, number: int = 4) -> list[str]:
    return [run.key for run in islice(_all(schedule, at(after), zone), number)]


def _next(schedule: Schedule, after: str, zone: ZoneInfo = BERLIN) -> Occurrence | None:
    return next_occurrence(schedule, at(after), zone)


@pytest.mark.parametrize(
    ("schedule", "after", "keys"),
    [
        (Once(date(2026, 12, 1), NINE), "2026-11-01T00:00Z", ["2026-12-01T09:00"]),
        (Once(date(2026, 12, 1), NINE), "2026-12-01T08:00Z", []),
        (
            Daily(NINE),
            "2026-12-30T08:00Z",
            ["2026-12-31T09:00", "2027-01-01T09:00", "2027-01-02T09:00", "2027-01-03T09:00"],
        ),
        (
            Weekly(frozenset({Weekday.MON, Weekday.SAT}), NINE),
            "2026-12-24T12:00Z",
            ["2026-12-26T09:00", "2026-12-28T09:00", "2027-01-02T09:00", "2027-01-04T09:00"],
        ),
        (Weekly(frozenset(), NINE), "2026-12-24T12:00Z", []),
        (
            Monthly(frozenset({31}), NINE),
            "2027-12-31T12:00Z",
            ["2028-01-31T09:00", "2028-02-29T09:00", "2028-03-31T09:00", "2028-04-30T09:00"],
        ),
        (
            Monthly(frozenset({30, 1, 31}), NINE),
            "2027-01-31T12:00Z",
            ["2027-02-01T09:00", "2027-02-28T09:00", "2027-03-01T09:00", "2027-03-30T09:00"],
        ),
        (Monthly(frozenset(), NINE), "2026-12-24T12:00Z", []),
        (
            Birthday(6, 15, NINE),
            "2026-06-15T07:00Z",
            ["2027-06-15T09:00", "2028-06-15T09:00", "2029-06-15T09:00", "2030-06-15T09:00"],
        ),
        (
            Birthday(2, 29, NINE),
            "2026-12-31T00:00Z",
            ["2027-02-28T09:00", "2028-02-29T09:00", "2029-02-28T09:00", "2030-02-28T09:00"],
        ),
        (
            Birthday(1, 3, NINE, days=-7),
            "2026-12-26T12:00Z",
            ["2026-12-27T09:00", "2027-12-27T09:00", "2028-12-27T09:00", "2029-12-27T09:00"],
        ),
        (
            Birthday(12, 30, NINE, days=7),
            "2027-01-01T12:00Z",
            ["2027-01-06T09:00", "2028-01-06T09:00", "2029-01-06T09:00", "2030-01-06T09:00"],
        ),
        # A week before 29 February is the 22nd; before the 28th, the 21st.
        (Birthday(2, 29, NINE, days=-7), "2027-12-31T00:00Z", ["2028-02-22T09:00"]),
        (Birthday(2, 29, NINE, days=-7), "2028-12-31T00:00Z", ["2029-02-21T09:00"]),
        (DaysFrom(date(2028, 2, 28), 2, NINE), "2026-01-01T00:00Z", ["2028-03-01T09:00"]),
        (DaysFrom(date(2027, 1, 2), -3, NINE), "2026-01-01T00:00Z", ["2026-12-30T09:00"]),
        (DaysFrom(date(2027, 1, 2), 0, NINE), "2026-01-01T00:00Z", ["2027-01-02T09:00"]),
        (DaysFrom(date(2027, 1, 2), -3, NINE), "2026-12-31T00:00Z", []),
    ],
)
def test_the_runs_of_a_schedule(schedule: Schedule, after: str, keys: list[str]) -> None:
    assert _keys(schedule, after, number=max(len(keys), 1)) == keys


@pytest.mark.parametrize(
    ("schedule", "key", "due_at"),
    [
        (Daily(NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        (Weekly(frozenset({Weekday.SUN}), NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        (Monthly(frozenset({28}), NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        (Birthday(3, 28, NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        (Once(date(2027, 3, 28), NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        (DaysFrom(date(2027, 3, 21), 7, NIGHT), "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
    ],
)
def test_the_key_is_what_was_meant_and_not_what_the_clock_showed(
    schedule: Schedule, key: str, due_at: str
) -> None:
    assert _next(schedule, "2027-03-27T12:00Z") == Occurrence(key, at(due_at))


def test_what_comes_twice_runs_in_the_first_hour_and_not_in_the_second() -> None:
    runs = islice(_all(Daily(NIGHT), at("2027-10-30T12:00Z"), BERLIN), 2)
    assert list(runs) == [
        Occurrence("2027-10-31T02:30", at("2027-10-31T02:30+02:00")),
        Occurrence("2027-11-01T02:30", at("2027-11-01T02:30+01:00")),
    ]
    between = "2027-10-31T02:10+01:00"
    assert _keys(Daily(NIGHT), between, number=1) == ["2027-11-01T02:30"]


def test_the_zone_decides_when_the_same_run_is() -> None:
    run = Once(date(2026, 12, 1), NINE)
    tokyo, york = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
    assert _next(run, "2026-11-01T00:00Z", tokyo) == Occurrence(
        "2026-12-01T09:00", at("2026-12-01T09:00+09:00")
    )
    assert _next(run, "2026-11-01T00:00Z", york) == Occurrence(
        "2026-12-01T09:00", at("2026-12-01T09:00-05:00")
    )


@pytest.mark.parametrize("clock", [MIDNIGHT, NINE])
def test_a_day_that_never_was_has_no_run_where_the_next_one_has_its_own(clock: time) -> None:
    text = f"{clock:%H:%M}"
    keys = [f"2011-12-29T{text}", f"2011-12-31T{text}", f"2012-01-01T{text}"]
    assert _keys(Daily(clock), "2011-12-29T06:00Z", SAMOA, 3) == keys
    assert _keys(Weekly(EVERY_DAY, clock), "2011-12-29T06:00Z", SAMOA, 3) == keys


@pytest.mark.parametrize(
    "schedule",
    [
        Once(date(2011, 12, 30), NINE),
        Weekly(frozenset({Weekday.FRI}), NINE),
        Monthly(frozenset({30}), NINE),
        Birthday(12, 30, NINE),
        DaysFrom(date(2011, 12, 29), 1, NINE),
    ],
)
def test_else_it_runs_when_the_next_day_begins(schedule: Schedule) -> None:
    run = Occurrence("2011-12-30T09:00", at("2011-12-31T00:00+14:00"))
    assert _next(schedule, "2011-12-29T06:00Z", SAMOA) == run


def test_a_day_whose_last_hour_is_skipped_has_its_run() -> None:
    """It is due on the next day, which has one of its own."""
    nuuk = ZoneInfo("America/Nuuk")
    runs = islice(_all(Daily(time(23, 30)), at("2027-03-27T12:00Z"), nuuk), 2)
    assert list(runs) == [
        Occurrence("2027-03-27T23:30", at("2027-03-28T00:00-01:00")),
        Occurrence("2027-03-28T23:30", at("2027-03-28T23:30-01:00")),
    ]


@pytest.mark.parametrize(
    "schedule",
    [
        Once(NEVER, NINE),
        DaysFrom(NEVER, 3, NINE),
        DaysFrom(NEVER, 10**9, NINE),
        DaysFrom(date(1, 1, 1), -3, NINE),
        DaysFrom(date(1, 1, 1), 0, NINE),
        DaysFrom(NEVER, 0, NINE),
    ],
)
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Etc/GMT-14"])
def test_what_lies_at_the_ends_of_the_calendar_never_runs(schedule: Schedule, zone: str) -> None:
    assert _next(schedule, "2026-01-01T00:00Z", ZoneInfo(zone)) is None


@pytest.mark.parametrize(
    ("schedule", "after", "key"),
    [
        (Daily(NINE), "2038-01-19T03:14:07Z", "2038-01-19T09:00"),
        (Daily(NINE), "2038-01-19T08:14:08Z", "2038-01-20T09:00"),
        (Birthday(2, 29, NINE), "2038-01-19T03:14:08Z", "2038-02-28T09:00"),
        (Daily(NINE), "2100-02-28T12:00Z", "2100-03-01T09:00"),
        (Monthly(frozenset({29}), NINE), "2100-01-31T12:00Z", "2100-02-28T09:00"),
        (Birthday(2, 29, NINE), "2099-12-31T12:00Z", "2100-02-28T09:00"),
    ],
)
def test_later_years_have_their_runs(schedule: Schedule, after: str, key: str) -> None:
    assert _keys(schedule, after, number=1) == [key]


def test_there_is_no_29_february_in_2100() -> None:
    assert birthday_in(2100, 2, 29) == date(2100, 2, 28)
    assert birthday_in(2000, 2, 29) == date(2000, 2, 29)


def test_the_day_of_an_instant_is_that_of_the_person() -> None:
    paid = at("2026-12-01T20:00Z")
    assert day_of(paid, BERLIN) == date(2026, 12, 1)
    assert day_of(paid, ZoneInfo("Asia/Tokyo")) == date(2026, 12, 2)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))
schedules: st.SearchStrategy[Schedule] = st.one_of(
    st.builds(Once, dates, clocks),
    st.builds(Daily, clocks),
    st.builds(Weekly, st.frozensets(st.sampled_from(Weekday)), clocks),
    st.builds(Monthly, st.frozensets(st.integers(1, 31)), clocks),
    st.builds(Birthday, st.integers(1, 12), st.integers(1, 31), clocks, st.integers(-400, 400)),
    st.builds(DaysFrom, dates, st.integers(-400, 400), clocks),
)


def _means(schedule: Schedule, day: date) -> bool:
    """Slowly, and from the day's side."""
    match schedule:
        case Once():
            return schedule.day == day
        case DaysFrom():
            return (day - schedule.origin).days == schedule.days
        case Daily():
            return True
        case Weekly():
            return day.strftime("%a").lower() in schedule.weekdays
        case Monthly():
            is_last = (day + DAY).day == 1
            return any(n == day.day or (is_last and n > day.day) for n in schedule.days)
        case Birthday():
            born = day - schedule.days * DAY
            is_last = (born + DAY).day == 1
            late = is_last and schedule.day > born.day
            return born.month == schedule.month and (born.day == schedule.day or late)


@given(schedules, dates)
def test_a_schedule_runs_on_the_days_that_it_means_and_on_no_others(
    schedule: Schedule, first: date
) -> None:
    utc = ZoneInfo("UTC")
    after = moment_of(first, schedule.clock, utc) - timedelta(minutes=1)
    found = []
    for run in _all(schedule, after, utc):
        if run.due_at > after + 400 * DAY:
            break
        found.append(run.due_at.date())
    meant = [day for n in range(400) if _means(schedule, day := first + n * DAY)]
    assert found == meant


@given(schedules)
def test_keys_outlive_the_rules_of_zones(schedule: Schedule) -> None:
    """A country gives up summer's time: the runs have other moments, and are the same ones."""
    summer = "CET-1CEST,M3.5.0,M10.5.0/3"
    after = "2026-12-31T12:00Z"
    assert _keys(schedule, after, ruled(summer), 30) == _keys(schedule, after, ruled("CET-1"), 30)


@pytest.mark.parametrize(
    ("now", "missed"),
    [
        ("2026-12-01T07:00Z", False),
        ("2026-12-01T08:00Z", False),
        ("2026-12-01T10:00Z", False),
        ("2026-12-01T10:00:00.000001Z", True),
        ("2026-12-02T09:00Z", True),
        ("2100-01-01T00:00Z", True),
    ],
)
def test_what_is_later_than_it_may_be_is_missed(now: str, missed: bool) -> None:
    assert is_missed(at("2026-12-01T08:00Z"), at(now), timedelta(hours=2)) is missed
