"""`scrm bots` and the bot over REST: checked, put in force, and at work in a whole hub."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from config import control
from scrm.conversations.tables import Message
from tests.config.test_import import scrm
from tests.support.cast import ADA, Telegram
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

PRICE: dict[str, Any] = {
    "name": "Price",
    "on": {"text": {"contains_any": ["price", "多少钱"]}},
    "answer": {"text": "Longjing is 12 a tin"},
}
BOT: dict[str, Any] = {"wait": 0, "intents": {"praise": ["Great tea"]}, "responders": [PRICE]}
WRONG = {"responders": [{"name": "A", "on": {"txt": 1}, "answer": {}}], "wait": "long"}
ADDRESS = "/api/v1/bots"


def _file(folder: Path, document: object) -> str:
    path = folder / "bot.json"
    path.write_text(json.dumps(document))
    return str(path)


async def test_a_file_is_said_in_words(tmp_path: Path) -> None:
    status, out, err = await scrm(tmp_path, "bots", "check", _file(tmp_path, BOT))
    assert status == 0
    assert "Price\nWhere this holds of a message:\n  they wrote “price”" in out
    assert err == "scrm: no responder answers the intent praise\n"


async def test_all_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    status, out, err = await scrm(tmp_path, "bots", "check", _file(tmp_path, WRONG))
    assert (status, out) == (1, "")
    assert "scrm: responders.0.on.txt is not known here; did you mean text?" in err
    assert "scrm: responders.0.answer.text is missing" in err
    assert "scrm: wait has to be a number of seconds" in err


@pytest.fixture
async def running(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        commands = await control.serve(running.hub)
        yield running
        await commands.cleanup()


def _bot_said(session: Session) -> list[str]:
    ours = (col(Message.author_kind) == "bot", col(Message.direction) == "out")
    return list(session.exec(select(Message.text).where(*ours)))


async def test_it_is_put_in_force_beside_a_running_hub_and_answers(
    running: RunningHub, tmp_path: Path
) -> None:
    client, now = running.client, int(running.hub.clock.now().timestamp())
    file = _file(tmp_path, BOT)
    status, out, _ = await scrm(running.hub.settings.data_dir, "bots", "apply", file)
    assert (status, out) == (0, "version 1 is in force\n")
    update = Telegram().says(ADA, "What is the price?", at=now)
    assert (await client.push(update)).status == 200
    assert await running.until(_bot_said) == ["Longjing is 12 a tin"]
    (conversation,) = (await client.get("/conversations"))["items"]
    assert conversation["last_message"]["author_kind"] == "bot"
    assert conversation["waiting_since"] is None
    assert conversation["bot"] == {"state": "on", "why": ""}
    path = f"/conversations/{conversation['id']}/bot"
    taken = (await client.post(path, {"do": "take_over"})).json
    assert taken["bot"] == {"state": "silent", "why": "taken_over"}
    assert (await client.post(path, {"do": "hand_back"})).json["bot"]["state"] == "on"
    assert (await client.post(path, {"do": "dance"})).status == 422
    (counted,) = (await client.get("/bots/counters"))["items"]
    assert (counted["responder"], counted["answered"]) == ("Price", 1)


async def test_the_life_of_a_bot_over_rest(running: RunningHub) -> None:
    client = running.client
    assert (await client.get("/bots"))["definition"] is None
    assert (await client.post("/bots/publish", {})).status == 404
    draft = (await client.ask("PATCH", ADDRESS, json={"definition": BOT})).json
    assert (draft["state"], draft["version"], draft["is_changed"]) == ("draft", 0, False)
    assert (await client.post("/bots/pause", {})).json["code"] == "not_published"
    refused = await client.ask("PATCH", ADDRESS, json={"definition": WRONG})
    assert (refused.status, refused.json["code"]) == (422, "bad_bot")
    live = (await client.post("/bots/publish", {})).json
    assert (live["state"], live["version"]) == ("live", 1)
    other = {"definition": BOT | {"name": "Tea bot"}}
    changed = (await client.ask("PATCH", ADDRESS, json=other)).json
    assert (changed["version"], changed["is_changed"]) == (1, True)
    assert (await client.post("/bots/publish", {})).json["version"] == 2
    back = (await client.post("/bots/roll-back", {"version": 1})).json
    assert (back["version"], back["definition"]) == (3, BOT)
    assert [one["number"] for one in back["versions"]] == [3, 2, 1]
    assert (await client.post("/bots/roll-back", {"version": 9})).status == 404
    paused = (await client.post("/bots/pause", {"reason": "for lunch"})).json
    assert (paused["state"], paused["reason"]) == ("paused", "for lunch")
    assert (await client.post("/bots/resume", {})).json["state"] == "live"
    said = (await client.post("/bots/check", {"definition": BOT})).json
    assert said["unused"] == ["praise"]
    tried = (await client.post("/bots/try", {"texts": ["price"]})).json
    assert (tried["turns"][0]["responder"], tried["bot"]) == ("Price", "draft")
    assert (await client.post("/bots/not-understood/1/teach", {"intent": "a"})).status == 404
    assert (await client.post("/bots/not-understood/1/teach", {})).status == 422
    assert (await client.get("/bots/not-understood"))["items"] == []


async def test_the_organisations_hours_over_rest(running: RunningHub) -> None:
    client = running.client
    hours = await client.get("/settings/hours")
    assert (hours["open"], hours["zone"]) == (True, "UTC")
    week = {"mon": [["09:00", "12:00"], ["13:00", "17:30"]]}
    body = {"week": week, "closed": ["2026-12-25"], "days": {"2026-12-24": [["09:00", "12:00"]]}}
    given = await client.ask("PATCH", "/api/v1/settings/hours", json=body)
    assert (given.status, given.json["hours"]) == (200, body | {"zone": ""})
    changed = await client.ask("PATCH", "/api/v1/settings/hours", json={"zone": "Asia/Shanghai"})
    assert (changed.json["zone"], changed.json["hours"]["week"]) == ("Asia/Shanghai", week)
    for wrong in ({"week": {"mon": [["12:00", "09:00"]]}}, {"closed": ["tomorrow"]}, {"noon": 1}):
        reply = await client.ask("PATCH", "/api/v1/settings/hours", json=wrong)
        assert reply.status == 422, reply.body
