"""Whether somebody may be sent marketing now, and when next. Pure.

What the clock at the person's place shows decides, at every moment: a window that opens in a
skipped hour opens when the clock has jumped, and an hour that comes twice is inside both times or
neither. Where it is not known which place it is, all places that it may be have to agree.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrm.scheduling.quiet.values import Span, Window
from scrm.scheduling.values import Weekday

HORIZON = timedelta(days=8)
"""How far ahead a window is looked for: each day of the week, and one that was skipped."""
SPREAD = timedelta(minutes=15)
"""Over what part of a window those who waited for it are spread; half of it, where it is short."""
_DAY = timedelta(days=1)


def plausible_zones(
    said: str, by_number: Sequence[str], region: Sequence[str]
) -> tuple[ZoneInfo, ...]:
    """Where somebody may be: what the profile says, else what the phone number says, else anywhere
    in the organisation's region. Names that this machine does not know say nothing."""
    for names in ((said,), by_number, region):
        if zones := _known(names):
            return zones
    return ()


def opening(window: Window, zones: Collection[ZoneInfo], now: datetime) -> Span | None:
    """From now or later, while the window is open in all of `zones`. It ends at the horizon where
    it does not close before. None: nothing begins before the horizon; nor in no zone at all, for
    nobody knows what the clock shows."""
    return _opening(window, frozenset(zones), now.astimezone(UTC)) if zones else None


@lru_cache(1_024)
def _opening(window: Window, zones: frozenset[ZoneInfo], now: datetime) -> Span | None:
    """Of many people who are looked at in one moment most are in the same few places."""
    found = [Span(now, now + HORIZON)]
    for zone in zones:
        found = _both(found, _openings(window, zone, now))
    return found[0] if found else None


def may_send_at(
    window: Window, zones: Collection[ZoneInfo], now: datetime, jitter: float = 0.0
) -> datetime | None:
    """Now, or the next moment at which it may be; None if there is none before the horizon.

    `jitter` is 0 to 1, and a person's own: those who wait for the window do not come all at once
    when it opens. Raises ValueError for another.
    """
    if not 0 <= jitter <= 1:
        raise ValueError("jitter is 0 to 1")
    span = opening(window, zones, now)
    if span is None:
        return None
    if span.begins == now:
        return span.begins
    return span.begins + jitter * min(SPREAD, (span.ends - span.begins) / 2)


def until(window: Window, zones: Collection[ZoneInfo], now: datetime) -> datetime | None:
    """When the window that is open now closes in the first of `zones`, or the horizon if it does
    not before; None if it is not open."""
    span = opening(window, zones, now)
    return span.ends if span and span.begins == now else None


def _known(names: Sequence[str]) -> tuple[ZoneInfo, ...]:
    """All of them or none: without one of the places where somebody may be, the rest says less
    than it seems to."""
    try:
        return tuple(ZoneInfo(name) for name in names)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder, such as "America"
        return ()


def _both(some: list[Span], others: list[Span]) -> list[Span]:
    """What lies in both; each is in order, and its spans do not touch."""
    return [
        Span(max(one.begins, other.begins), min(one.ends, other.ends))
        for one in some
        for other in others
        if one.begins < other.ends and other.begins < one.ends
    ]


def _openings(window: Window, zone: ZoneInfo, now: datetime) -> list[Span]:
    """Those that end after now, in order; what touches is one."""
    found: list[Span] = []
    for stretch, offset in _stretches(zone, now):
        for span in _while_even(window, stretch, offset):
            if found and found[-1].ends == span.begins:
                span = Span(found.pop().begins, span.ends)
            found.append(span)
    return found


def _while_even(window: Window, stretch: Span, offset: timedelta) -> Iterator[Span]:
    """While the clock runs evenly, local time is UTC with other digits."""
    lasts = (_since_midnight(window.closes) - _since_midnight(window.opens)) % _DAY or _DAY
    day = (stretch.begins + offset).date() - _DAY  # yesterday's may still be open
    while (begins := datetime.combine(day, window.opens, UTC) - offset) < stretch.ends:
        ends = begins + lasts
        if Weekday.of(day) in window.weekdays and ends > stretch.begins:
            yield Span(max(begins, stretch.begins), min(ends, stretch.ends))
        day += _DAY


def _stretches(zone: ZoneInfo, now: datetime) -> Iterator[tuple[Span, timedelta]]:
    """From now to the horizon, cut where the zone's offset changes, with the offset of each. No
    zone changes its offset and takes that back within a day."""
    at = begins = now.replace(microsecond=0)  # clocks change on whole seconds
    ends = at + HORIZON + timedelta(seconds=1)
    while at < ends:
        offset, then = _offset(zone, begins), min(at + _DAY, ends)
        if _offset(zone, then) == offset:
            at = then
            continue
        at += timedelta(seconds=_until_it_changes(zone, at, then))
        yield Span(begins, at), offset
        begins = at
    yield Span(begins, ends), _offset(zone, begins)


def _until_it_changes(zone: ZoneInfo, at: datetime, then: datetime) -> int:
    """Seconds until the zone's offset is another; it is at `then`."""
    offset = _offset(zone, at)
    return bisect_left(
        range(int((then - at).total_seconds())),
        True,
        key=lambda seconds: _offset(zone, at + timedelta(seconds=seconds)) != offset,
    )


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
