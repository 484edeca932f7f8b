"""Each has each turn at most once, and once where nothing stood in the way: whatever clocks do, whoever
moves, pauses, publishes another hour or pulls the plug, and however late somebody comes."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from tests.campaigns.dates.conftest import Days
from tests.campaigns.dates.worlds import DAY, STEP, World, made

LATE = "1h"


def _some(first: int, *others: int) -> list[Any]:
    """One in each run, and the others in `make faults`."""
    return [first, *(pytest.param(one, marks=pytest.mark.faults_only) for one in others)]


async def _passes(days: Days, world: World) -> list[tuple[str, datetime]]:
    """Who got it and when, until all is over."""
    clock = days.desk.clock
    clock.advance(world.begins - clock.now())
    for one in world.people:
        dates = {"birthday": one.day.isoformat(), "joined": one.day.isoformat()}
        await days.meets(one.name, one.zone, **dates)
    campaign = await days.hand.launched(schedule=world.schedule(0), max_lateness=LATE)
    got = []
    while clock.now() < world.ends:
        clock.advance(STEP)
        await _happens(days, world, campaign)
        if not _within(world, "away", clock.now()):
            await days.desk.settle()
            await days.hand.feed(campaign)
            got += [(where.removeprefix("at "), clock.now()) for where in await days.hand.send()]
    return got


async def _happens(days: Days, world: World, campaign: str) -> None:
    now = days.desk.clock.now()
    for one in world.people:
        for paid in one.orders:
            if now - STEP < paid <= now:
                await days.happened(one.name, "order.paid", paid.replace(tzinfo=None).isoformat())
        if one.moved and now == world.begins + 2 * DAY:
            await days.keeps(one.name, zone="Pacific/Honolulu")
    for what, begin, end in world.breaks:
        if what == "pause" and now in (begin, end):
            await days.desk.must(campaign, "pause" if now == begin else "resume")
    if now == world.change:
        await days.desk.change(campaign, schedule=world.schedule(1))
        await days.desk.must(campaign, "publish")


def _within(world: World, what: str, now: datetime) -> bool:
    return any(one == what and begin <= now < end for one, begin, end in world.breaks)


def _told(world: World) -> dict[str, Any]:
    return {"kind": world.kind, "days": world.days, "hours": world.hours, "change": world.change}


@pytest.mark.parametrize("number", _some(0, 1, 2, 3))
async def test_where_nothing_stands_in_the_way_each_gets_it_in_their_hour(
    days: Days, number: int
) -> None:
    world = made(number, calm=True)
    got = dict(await _passes(days, world))
    for one in world.people:
        due = one.due(world.kind, world.days, world.hours[0])
        assert due <= got[one.name] <= due + STEP, (one, due, _told(world))


@pytest.mark.parametrize("number", _some(103, 100, 102, 106, 107, 108))
async def test_whatever_stands_in_the_way_nobody_gets_it_twice(days: Days, number: int) -> None:
    world = made(number, calm=False)
    times = Counter(name for name, _ in await _passes(days, world))
    assert max(times.values(), default=0) <= 1, _told(world)
    for one in world.people:
        if world.is_undisturbed(one):
            assert times[one.name] == 1, (one, _told(world), world.breaks)
