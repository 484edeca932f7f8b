"""Nobody is sent marketing while the clock where they are says that it is late (C-08)."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.scheduling.quiet.policy import (
    HORIZON,
    SPREAD,
    may_send_at,
    opening,
    plausible_zones,
    until,
)
from scrm.scheduling.quiet.values import Span, Window
from scrm.scheduling.values import EVERY_DAY, Weekday
from tests.scrm.scheduling.zones import (
    DAY,
    EVERY,
    MINUTE,
    SPECIAL,
    at,
    changes,
    midnight,
    minutes,
    moments,
    shown,
    zones,
)

DAYTIME = Window(time(9), time(20))
NIGHT = Window(time(22), time(2, 30))
EARLY = Window(time(2, 30), time(5))
ALWAYS = Window(time(0), time(0))
FRIDAY = Window(time(9), time(20), frozenset({Weekday.FRI}))
FRIDAY_NIGHT = Window(time(22), time(4), frozenset({Weekday.FRI}))
SHORT = Window(time(9), time(9, 10))
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BERLIN, SAMOA = ["Europe/Berlin"], ["Pacific/Apia"]
USA = ["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"]
ODD = ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Eucla"]


def _zones(names: Collection[str]) -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in names]


@pytest.mark.parametrize(
    ("window", "names", "now", "moment"),
    [
        (DAYTIME, BERLIN, "2027-03-22T09:00+01:00", "2027-03-22T09:00+01:00"),
        (DAYTIME, BERLIN, "2027-03-22T08:59:59.999999+01:00", "2027-03-22T09:00+01:00"),
        (DAYTIME, BERLIN, "2027-03-22T19:59:59.999999+01:00", "2027-03-22T19:59:59.999999+01:00"),
        (DAYTIME, BERLIN, "2027-03-22T20:00+01:00", "2027-03-23T09:00+01:00"),
        # Nine is nine of summer's time, the morning after.
        (DAYTIME, BERLIN, "2027-03-27T20:00+01:00", "2027-03-28T09:00+02:00"),
        (DAYTIME, BERLIN, "2027-10-30T20:00+02:00", "2027-10-31T09:00+01:00"),
        (NIGHT, BERLIN, "2027-03-22T12:00+01:00", "2027-03-22T22:00+01:00"),
        (NIGHT, BERLIN, "2027-03-23T02:29+01:00", "2027-03-23T02:29+01:00"),
        (NIGHT, BERLIN, "2027-03-23T02:30+01:00", "2027-03-23T22:00+01:00"),
        # It closes in a skipped hour, when the clock jumps; and opens in one, at the same moment.
        (NIGHT, BERLIN, "2027-03-28T01:59:59+01:00", "2027-03-28T01:59:59+01:00"),
        (NIGHT, BERLIN, "2027-03-28T03:00+02:00", "2027-03-28T22:00+02:00"),
        (EARLY, BERLIN, "2027-03-28T01:30+01:00", "2027-03-28T03:00+02:00"),
        # In a doubled hour the clock shows twice what is inside, and twice what is not.
        (NIGHT, BERLIN, "2027-10-31T02:30+02:00", "2027-10-31T02:00+01:00"),
        (NIGHT, BERLIN, "2027-10-31T02:30+01:00", "2027-10-31T22:00+01:00"),
        (EARLY, BERLIN, "2027-10-31T02:15+02:00", "2027-10-31T02:30+02:00"),
        (EARLY, BERLIN, "2027-10-31T02:15+01:00", "2027-10-31T02:30+01:00"),
        # A night belongs to the day on which it begins.
        (FRIDAY_NIGHT, BERLIN, "2027-03-27T03:59+01:00", "2027-03-27T03:59+01:00"),
        (FRIDAY_NIGHT, BERLIN, "2027-03-27T04:00+01:00", "2027-04-02T22:00+02:00"),
        (FRIDAY_NIGHT, BERLIN, "2027-03-26T01:00+01:00", "2027-03-26T22:00+01:00"),
        (FRIDAY, BERLIN, "2027-03-19T20:00+01:00", "2027-03-26T09:00+01:00"),
        # All of them: nine in Honolulu is noon in Los Angeles and three in New York.
        (DAYTIME, USA, "2027-01-11T10:00-05:00", "2027-01-11T09:00-10:00"),
        (DAYTIME, USA, "2027-01-11T19:59-05:00", "2027-01-11T19:59-05:00"),
        (DAYTIME, USA, "2027-01-11T20:00-05:00", "2027-01-12T09:00-10:00"),
        (DAYTIME, ODD, "2027-01-11T00:00Z", "2027-01-11T09:00+05:30"),
        (DAYTIME, ["Asia/Kathmandu"], "2027-01-11T00:00Z", "2027-01-11T03:15Z"),
        (DAYTIME, ["Australia/Eucla"], "2027-01-11T12:00Z", "2027-01-12T00:15Z"),
        # Where it is Friday on one side of the date line only, and never by day on both.
        (FRIDAY, ["Pacific/Kiritimati", "Pacific/Pago_Pago"], "2027-01-11T00:00Z", None),
        (SHORT, USA, "2027-01-11T00:00Z", None),
        (ALWAYS, EVERY, "2027-01-11T00:00Z", "2027-01-11T00:00Z"),
        # Samoa's Friday, 30 December 2011, never was: the next is two weeks after the last.
        (FRIDAY, SAMOA, "2011-12-23T20:00-10:00", None),
        (FRIDAY, SAMOA, "2011-12-27T21:00-10:00", None),  # in eight and a half days
        (FRIDAY, SAMOA, "2011-12-28T21:00-10:00", "2012-01-06T09:00+14:00"),
        (DAYTIME, SAMOA, "2011-12-29T20:00-10:00", "2011-12-31T09:00+14:00"),
        (NIGHT, SAMOA, "2011-12-29T23:59-10:00", "2011-12-29T23:59-10:00"),
        (NIGHT, SAMOA, "2011-12-31T00:00+14:00", "2011-12-31T00:00+14:00"),
        # Nobody knows where, or there is no such day.
        (ALWAYS, [], "2027-01-11T12:00Z", None),
        (Window(time(9), time(20), frozenset()), BERLIN, "2027-01-11T12:00Z", None),
        (DAYTIME, BERLIN, "2038-01-19T03:14:08Z", "2038-01-19T09:00+01:00"),
        (DAYTIME, BERLIN, "2100-03-27T20:00+01:00", "2100-03-28T09:00+02:00"),
    ],
)
def test_it_may_be_sent_now_or_when_the_window_opens_everywhere(
    window: Window, names: list[str], now: str, moment: str | None
) -> None:
    assert may_send_at(window, _zones(names), at(now)) == (moment and at(moment))


@pytest.mark.parametrize(
    ("window", "names", "now", "closes"),
    [
        (DAYTIME, BERLIN, "2027-03-22T12:00+01:00", "2027-03-22T20:00+01:00"),
        (DAYTIME, BERLIN, "2027-03-22T20:00+01:00", None),
        (DAYTIME, BERLIN, "2027-03-22T08:59+01:00", None),
        (DAYTIME, USA, "2027-01-11T15:00-05:00", "2027-01-11T20:00-05:00"),
        (NIGHT, BERLIN, "2027-03-27T23:00+01:00", "2027-03-28T03:00+02:00"),
        (NIGHT, BERLIN, "2027-03-27T23:00:00.5+01:00", "2027-03-28T03:00+02:00"),
        (NIGHT, BERLIN, "2027-10-30T23:00+02:00", "2027-10-31T02:30+02:00"),
        (NIGHT, BERLIN, "2027-10-31T02:00+01:00", "2027-10-31T02:30+01:00"),
        (NIGHT, SAMOA, "2011-12-29T23:00-10:00", "2011-12-31T02:30+14:00"),
        (Window(time(9), time(0)), BERLIN, "2027-03-22T12:00+01:00", "2027-03-23T00:00+01:00"),
        # One that never closes is asked again.
        (ALWAYS, BERLIN, "2027-03-22T12:00:30+01:00", "2027-03-30T12:00:30+02:00"),
        (
            Window(time(6), time(6), frozenset({Weekday.SAT, Weekday.SUN})),
            BERLIN,
            "2027-03-27T12:00+01:00",
            "2027-03-29T06:00+02:00",
        ),
    ],
)
def test_until_is_when_the_first_of_them_closes(
    window: Window, names: list[str], now: str, closes: str | None
) -> None:
    expected = closes and at(closes)
    if window == ALWAYS:
        expected = at(now) + HORIZON
    assert until(window, _zones(names), at(now)) == expected


@pytest.mark.parametrize("clock", ["21:00", "12:00"])
def test_now_may_be_told_by_any_clock(clock: str) -> None:
    told = datetime.combine(date(2027, 3, 27), time.fromisoformat(clock), ZoneInfo(BERLIN[0]))
    now = told.astimezone(UTC)
    for window in (DAYTIME, EARLY, ALWAYS):
        span = opening(window, _zones(BERLIN), told)
        assert span == opening(window, _zones(BERLIN), now)
        assert span is not None
        assert span.ends.tzinfo is span.begins.tzinfo is UTC


def _inside(window: Window, zone: ZoneInfo, moment: datetime) -> bool:
    """What the clock shows, and nothing else."""
    wall = shown(moment, zone)
    today = WEEK[wall.weekday()] in window.weekdays
    yesterday = WEEK[wall.weekday() - 1] in window.weekdays
    if window.opens < window.closes:
        return today and window.opens <= wall.time() < window.closes
    return (today and wall.time() >= window.opens) or (yesterday and wall.time() < window.closes)


def _walk(window: Window, here: Collection[ZoneInfo], now: datetime) -> Span | None:
    """The first minute inside, and the first after it outside."""
    nexts = minutes(now.replace(second=0, microsecond=0) + MINUTE, now + HORIZON)
    begins = None
    for moment in (now, *nexts):
        is_inside = all(_inside(window, zone, moment) for zone in here)
        if begins is None and is_inside:
            begins = moment
        if begins is not None and not is_inside:
            return Span(begins, moment)
    return None if begins is None else Span(begins, now + HORIZON)


clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekdays = st.one_of(st.just(EVERY_DAY), st.frozensets(st.sampled_from(Weekday)))
windows = st.one_of(
    st.builds(Window, clocks, clocks, weekdays),
    st.builds(Window, st.sampled_from([time(23, 30), time(1, 45), time(2, 15)]), clocks, weekdays),
    st.builds(Window, clocks, st.sampled_from([time(0), time(1, 15), time(2, 30)]), weekdays),
)


@pytest.mark.timeout(3_600)
def test_any_window_in_any_zones_is_what_a_walk_finds(times: Callable[[int, int], int]) -> None:
    """60 windows, and 3,000 in `make faults`."""

    @settings(max_examples=times(60, 3_000))
    @given(windows, st.lists(zones, min_size=1, max_size=4), st.floats(0, 1), st.data())
    def agree(window: Window, here: list[ZoneInfo], jitter: float, data: st.DataObject) -> None:
        now = data.draw(moments(here[0])) + timedelta(microseconds=data.draw(st.integers(0, 1)))
        walked = _walk(window, here, now)
        assert opening(window, here, now) == walked
        found = may_send_at(window, here, now, jitter)
        if walked is None:
            assert found is None
            return
        assert found is not None
        assert walked.begins <= found < walked.ends
        assert found - walked.begins <= SPREAD
        assert all(_inside(window, zone, found) for zone in here)

    agree()


@pytest.mark.timeout(3_600)
def test_around_every_change_of_every_clock(times: Callable[[int, int], int]) -> None:
    """Some zones for a year, and in `make faults` all of them from 2024 to 2035."""
    last = date(times(2024, 2035), 12, 31)
    for name in sorted({*SPECIAL, *EVERY[:: times(80, 1)]}):
        zone = ZoneInfo(name)
        for change in changes(zone, date(2024, 1, 1), last):
            walk = list(minutes(midnight(change - DAY), midnight(change + 2 * DAY)))
            for window in (DAYTIME, NIGHT, EARLY):
                inside = [_inside(window, zone, moment) for moment in walk]
                for index in range(0, len(walk) - 1_440, 29):
                    first = inside.index(True, index)  # within a day, or this raises
                    asked = may_send_at(window, [zone], walk[index])
                    assert asked == walk[first], (name, window, walk[index])


@pytest.mark.parametrize("jitter", [0.0, 0.25, 0.5, 1.0])
def test_jitter_spreads_over_the_first_minutes_of_a_window(jitter: float) -> None:
    nine = at("2027-03-22T09:00+01:00")
    before = nine - timedelta(hours=5)
    assert may_send_at(DAYTIME, _zones(BERLIN), before, jitter) == nine + jitter * SPREAD
    # One of ten minutes: over five.
    assert may_send_at(SHORT, _zones(BERLIN), before, jitter) == nine + jitter * 5 * MINUTE


def test_who_need_not_wait_is_not_made_to() -> None:
    noon = at("2027-03-22T12:00+01:00")
    assert may_send_at(DAYTIME, _zones(BERLIN), noon, 1.0) == noon


@pytest.mark.parametrize("jitter", [-0.1, 1.1, float("nan")])
def test_jitter_is_a_part_of_one(jitter: float) -> None:
    with pytest.raises(ValueError, match="jitter"):
        may_send_at(DAYTIME, _zones(BERLIN), datetime(2027, 3, 22, tzinfo=UTC), jitter)


@given(windows, zones, st.floats(0, 1), st.data())
def test_whoever_comes_when_told_is_not_sent_away_again(
    window: Window, zone: ZoneInfo, jitter: float, data: st.DataObject
) -> None:
    found = may_send_at(window, [zone], data.draw(moments(zone)), jitter)
    if found is not None:
        assert may_send_at(window, [zone], found, jitter) == found
        closes = until(window, [zone], found)
        assert closes is not None
        assert closes > found


@pytest.mark.parametrize(
    ("said", "by_number", "region", "found"),
    [
        ("Asia/Tokyo", BERLIN, USA, ["Asia/Tokyo"]),
        ("", BERLIN, USA, BERLIN),
        ("", [], USA, USA),
        ("", [], [], []),
        # Names that no machine knows, or only an older one.
        ("Europe/Atlantis", [], USA, USA),
        ("America", [], USA, USA),
        ("../etc/passwd", [], USA, USA),
        ("", ["Europe/Berlin", "Europe/Atlantis"], USA, USA),
        ("", [], ["Europe/Berlin", "Europe/Atlantis"], []),
    ],
)
def test_an_unknown_zone_is_any_that_it_may_be(
    said: str, by_number: list[str], region: list[str], found: list[str]
) -> None:
    assert [zone.key for zone in plausible_zones(said, by_number, region)] == found
