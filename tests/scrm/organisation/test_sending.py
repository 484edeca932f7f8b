"""When and how often marketing is sent, as the organisation says it."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from campaigns.deciding.values import Purpose, Rules
from campaigns.facts.service import asks_of, rules_of, windows_of
from campaigns.facts.values import Cap
from scrm.scheduling.quiet.values import Window
from scrm.scheduling.values import EVERY_DAY, Weekday
from tests.support.hub import Reply, RunningHub

DAY, WEEK = timedelta(days=1), timedelta(days=7)
PATH = "/api/v1/settings/sending"


async def _change(hub: RunningHub, **values: Any) -> Reply:
    return await hub.client.ask("PATCH", PATH, json=values)


async def _rules(hub: RunningHub, *, quiet: bool = True) -> Rules:
    return await hub.hub.database.read(
        lambda s: rules_of(s, Purpose.MARKETING, holds=True, quiet=quiet)
    )


async def test_until_somebody_says_otherwise_the_strict_rules_hold(hub: RunningHub) -> None:
    assert await _rules(hub) == Rules(
        window=Window(time(9), time(20), EVERY_DAY),
        caps=(1, 4),
        hold_after_answer=timedelta(hours=24),
    )


async def test_what_is_not_named_stays(hub: RunningHub) -> None:
    await _change(hub, caps={"day": None, "week": 2})
    reply = await _change(hub, hold_after_answer=0)
    assert reply.json == {
        "quiet_hours": {
            "opens": "09:00",
            "closes": "20:00",
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        },
        "caps": {"day": None, "week": 2},
        "hold_after_answer": 0,
    }
    asks = await hub.hub.database.read(lambda s: asks_of(s, [3, 1], Purpose.MARKETING))
    assert (asks.channel_ids, asks.caps) == ((3, 1), (Cap(2, WEEK),))
    assert (await _rules(hub)).caps == (2,)


async def test_quiet_hours_are_others_or_none(hub: RunningHub) -> None:
    hours = {"opens": "22:00", "closes": "02:00", "weekdays": ["sun", "fri", "sun"]}
    await _change(hub, quiet_hours=hours)
    days = frozenset({Weekday.FRI, Weekday.SUN})
    assert (await _rules(hub)).window == Window(time(22), time(2), days)
    assert (await _rules(hub, quiet=False)).window is None
    await _change(hub, quiet_hours=None)
    assert (await _rules(hub)).window is None


@pytest.mark.parametrize(
    "values",
    [
        {"quiet_hours": {"opens": "09:00", "closes": "09:00"}},
        {"quiet_hours": {"opens": "9"}},
        {"quiet_hours": {"weekdays": []}},
        {"caps": {"day": 0}},
        {"caps": {"month": 3}},
        {"hold_after_answer": -1},
    ],
)
async def test_what_cannot_be_is_refused(hub: RunningHub, values: dict[str, Any]) -> None:
    assert (await _change(hub, **values)).status == 422


async def test_a_platform_declares_how_long_after_a_message_it_takes_ours(hub: RunningHub) -> None:
    open_channels = list(hub.hub.registry)
    assert windows_of(open_channels, Purpose.MARKETING) == {}
    (one, *_) = open_channels
    narrow = replace(one, platform=replace(one.platform, windows={"service": DAY}))
    assert windows_of([narrow], Purpose.SERVICE) == {one.id: DAY}
    assert windows_of([narrow], Purpose.MARKETING) == {}


async def test_a_channel_says_what_marketing_needs_there(hub: RunningHub) -> None:
    path = f"/api/v1/channels/{hub.client.channel_id}"
    before = (await hub.client.ask("GET", path)).json["marketing_basis"]
    reply = await hub.client.ask("PATCH", path, json={"marketing_basis": "opted_in"})
    assert (before, reply.json["marketing_basis"]) == ("wrote_to_us", "opted_in")
    refused = await hub.client.ask("PATCH", path, json={"marketing_basis": "none"})
    assert refused.status == 422
