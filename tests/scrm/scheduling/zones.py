"""Zones for tests, also such as no country has yet, and how their clocks are read: only ever from
UTC to what is shown, one minute after the other."""

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
EVERY = sorted(available_timezones())
SPECIAL = [
    "Africa/Casablanca",  # winter's time in Ramadan
    "Africa/El_Aaiun",
    "America/Havana",  # clocks change at midnight
    "America/Nuuk",  # at the last hour of Saturday
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",  # two hours
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour
    "Europe/Dublin",  # winter's time is the exception
    "Pacific/Apia",
    "Pacific/Chatham",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock and the calendar there show, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def minutes(since: datetime, until: datetime) -> Iterator[datetime]:
    for number in range(int((until - since) / MINUTE)):
        yield since + number * MINUTE


def days(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def midnight(day: date) -> datetime:
    """In UTC."""
    return datetime.combine(day, time(), UTC)


def changes(zone: ZoneInfo, first: date, last: date) -> list[date]:
    """Days of UTC within which the zone's offset changes."""
    offsets = [midnight(day).astimezone(zone).utcoffset() for day in days(first, last + DAY)]
    return [
        day
        for day, here, there in zip(days(first, last), offsets, offsets[1:], strict=False)
        if here != there
    ]


def ruled(rule: str) -> ZoneInfo:
    """A zone by POSIX's rule for TZ: what a file of zones looks like where it holds no more."""
    counts = struct.pack(">4s c 15x 6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    block = counts + struct.pack(">lbb4s", 0, 0, 0, b"LMT\0")
    return ZoneInfo.from_file(BytesIO(block + block + f"\n{rule}\n".encode()), key=rule)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Clocks that jump by quarters of an hour or by whole days, at any quarter of a day."""
    winter = draw(st.integers(-48, 40))
    jump = draw(st.sampled_from([1, 2, 3, 4, 6, 8, 96]))
    when = st.builds(
        "{}.{}.{}/{}".format, st.just("M3"), st.integers(1, 5), st.integers(0, 6), _clock
    )
    forward = draw(when)
    back = draw(when).replace("M3", "M10")
    return f"WIN{_offset(winter)}SUM{_offset(min(winter + jump, 92))},{forward},{back}"


_clock = st.integers(0, 96).map(lambda quarters: f"{quarters // 4}:{quarters % 4 * 15:02}")
zones = st.one_of(
    st.sampled_from(EVERY).map(ZoneInfo),
    st.sampled_from(SPECIAL).map(ZoneInfo),
    rules().map(ruled),
)


def _offset(quarters: int) -> str:
    """As POSIX wants it: west is positive."""
    sign = "-" if quarters > 0 else ""
    return f"{sign}{abs(quarters) // 4}:{abs(quarters) % 4 * 15:02}"


@st.composite
def moments(draw: st.DrawFn, zone: ZoneInfo) -> datetime:
    """Any from 2024 to 2035, and every other time one around a change of the zone's clock."""
    year = draw(st.integers(2024, 2035))
    day = date(year, 1, 1) + draw(st.integers(0, 364)) * DAY
    if draw(st.booleans()) and (found := changes(zone, date(year, 1, 1), date(year, 12, 31))):
        day = draw(st.sampled_from(found))
    return midnight(day) + timedelta(seconds=draw(st.integers(-3 * 86_400, 3 * 86_400)))
