"""The platform's time can be set ahead of the machine's, and stays so."""

import time
from pathlib import Path

import aiohttp

from config.sandbox.telegram import Person, Phone, Settings, running
from config.sandbox.telegram.values import DAY

SETTINGS = Settings(flood=None, hot_loop_guard=False)


async def test_what_is_written_is_of_the_time_that_was_set(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    async with running(tmp_path, SETTINGS) as (sandbox, address):
        bot = sandbox.create_bot()
        ada = sandbox.phone(sandbox.create_person(Person(0, "Ada")), bot)
        ada.write("Before")
        answer = await http.post(f"{address}/sandbox/clock", json={"ahead": 8 * DAY})
        assert answer.status == 200
        ada.write("After")
        before, after = (one["date"] - time.time() for one in ada.messages())
        assert abs(before) < 10
        assert abs(after - 8 * DAY) < 10
        waiting = [update.body["text"] for update in sandbox.world.updates.waiting(bot.id)]
        assert waiting == ["Before", "After"]  # nobody was away for eight days
    async with running(tmp_path, SETTINGS) as (sandbox, _):
        assert abs(sandbox.clock.now() - time.time() - 8 * DAY) < 10


async def test_a_clock_that_a_test_moves_is_left_to_it(
    address: str, ada: Phone, http: aiohttp.ClientSession
) -> None:
    refused = await http.post(f"{address}/sandbox/clock", json={"ahead": 60})
    assert refused.status == 409
    assert "by hand" in (await refused.json())["error"]
