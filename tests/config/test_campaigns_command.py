"""`scrm campaign`: what REST can do, from the command line, through the hub that runs."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from config import control
from config.asking import ask
from config.cli_campaigns import _long, _told
from tests.campaigns.conftest import MONDAY, Desk
from tests.config.test_import import scrm
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import running_hub


@pytest.fixture
async def desk(sqlite_only: Place) -> AsyncIterator[Desk]:
    clock = HandClock(MONDAY)
    async with running_hub(sqlite_only, clock=clock, workers=False) as running:
        commands = await control.serve(running.hub)
        yield Desk(running, clock)
        await commands.cleanup()


async def _have(place: Place, *words: str) -> Any:
    status, out, err = await scrm(place.data_dir, "campaign", *words, "--json")
    assert status == 0, err
    return json.loads(out)


async def test_one_is_looked_at_and_led_to_its_end(desk: Desk, sqlite_only: Place) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    status, out, _ = await scrm(sqlite_only.data_dir, "campaign", "list")
    assert (status, out.split()) == (0, [campaign, "draft", "0", "Spring"])
    told = await _have(sqlite_only, "preflight", campaign)
    assert told == await desk.must(campaign, "preflight")
    assert (await _have(sqlite_only, "launch", campaign))["state"] == "running"
    report = await _have(sqlite_only, "report", campaign)
    assert report == await desk.running.client.get(f"/campaigns/{campaign}/report")
    socket = desk.running.hub.folder.socket
    for verb, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        done = await ask(socket, f"campaign.{verb}", {"id": campaign})
        assert done["state"] == state


async def test_what_is_wrong_is_a_sentence(desk: Desk, sqlite_only: Place) -> None:
    draft = await desk.written(channels=None)
    status, out, err = await scrm(sqlite_only.data_dir, "campaign", "launch", draft)
    assert (status, out) == (1, "")
    assert err.startswith("scrm: channels ")
    assert (await scrm(sqlite_only.data_dir, "campaign", "pause", "Spring"))[0] == 2


def test_an_estimate_says_so() -> None:
    late = {"fate": "later", "why": "quiet_hours", "channel_id": "1", "people": 90}
    found = {
        **{"audience": 100, "looked_at": 10, "is_whole": False, "seconds": 200.0},
        "is_stopped": True,
        "slices": [late | {"first": "2026-12-01T15:43:00Z", "then": ["cap"]}],
        "missing": [{"variable": "contact.tea", "people": 10, "some": [{"name": "Ada"}]}],
        "days": [{"day": "2026-12-02", "people": 3, "occurrence_id": None}],
    }
    assert [line.strip() for line in _told(found)] == [
        "100 people",
        "All campaigns are stopped: nothing goes before they are let go on",
        "10 of them were looked at; the rest is an estimate",
        "90 later (quiet_hours) on 1 then (cap) until 2026-12-01T15:43:00Z",
        "3 have their day on 2026-12-02",
        "10 have no contact.tea: Ada",
        "Sending takes about 3 min",
    ]
    assert (_long(3.4), _long(36_000)) == ("3 s", "10.0 h")
