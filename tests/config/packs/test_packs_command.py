"""`scrm packs` and packs over REST."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from config import control
from scrm.staff.values import Role
from tests.config.test_import import scrm
from tests.support.actors import Actors
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


async def test_a_pack_is_named_and_said_in_words(tmp_path: Path) -> None:
    status, out, _ = await scrm(tmp_path, "packs", "list")
    assert (status, out.split()[0]) == (0, "shop")
    status, out, _ = await scrm(tmp_path, "packs", "show", "shop", "--language", "zh")
    assert status == 0
    assert "rule: 要求退款" in out
    assert "订单付款合计至少 5,000.00 CNY" in out


@pytest.mark.parametrize(
    "words", [("show", "zoo"), ("apply", "zoo"), ("apply", "shop", "--language", "fr")]
)
async def test_what_is_not_known_is_wrong_use(tmp_path: Path, words: tuple[str, ...]) -> None:
    status, _, err = await scrm(tmp_path, "packs", *words)
    assert status == 2
    assert "choose one of" in err


@pytest.fixture
async def running(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        commands = await control.serve(running.hub)
        yield running
        await commands.cleanup()


async def test_a_pack_is_brought_in_beside_a_running_hub(running: RunningHub) -> None:
    folder, client = running.hub.settings.data_dir, running.client
    listed = await client.get("/packs?language=zh")
    (shop,) = listed["items"]
    assert (shop["name"], shop["title"], len(shop["rules"])) == ("shop", "网店", 7)
    status, out, _ = await scrm(folder, "packs", "apply", "shop", "--json")
    assert status == 0
    assert {one["fate"] for one in json.loads(out)} == {"made"}
    again = await client.post("/packs/shop", {"publish": True})
    assert again.status == 200, again.body
    assert {one["fate"] for one in again.json["items"]} == {"published", "same"}
    status, out, _ = await scrm(folder, "packs", "apply", "shop")
    assert "rule Spends much: was there already" in out
    assert {one["state"] for one in (await client.get("/rules"))["items"]} == {"live"}
    assert (await client.post("/packs/zoo", {})).status == 404
    agent = await Actors(running).colleague(Role.AGENT)
    reply = await agent.ask("POST", "/api/v1/packs/shop", json={})
    assert reply.status == 403
