"""State and log outlive the sandbox's own process; the log is torn by nothing."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from config.sandbox.calllog import CallLog, LogWriter
from config.sandbox.clock import HandClock
from config.sandbox.telegram import Person, Settings, running
from tests.config.sandbox.telegram.conftest import oracle
from tests.config.sandbox.telegram.receiver import receiving

SETTINGS = Settings(flood=None, hot_loop_guard=False)


async def test_a_second_run_continues_the_first(tmp_path: Path) -> None:
    clock = HandClock()
    async with receiving() as hook:
        async with running(tmp_path, SETTINGS, clock) as (sandbox, address):
            bot = sandbox.create_bot("Demo", "demo_bot")
            ada = sandbox.phone(sandbox.create_person(Person(0, "Ada")), bot)
            ada.write("one")
            ada.send_photo()
            async with oracle(bot, address) as api:
                await api.send_message(ada.person.id, "two")
            before = ada.messages()
        async with running(tmp_path, SETTINGS, clock) as (sandbox, address):
            bot = sandbox.create_bot("Demo", "demo_bot", token=bot.token)
            ada = sandbox.phone(sandbox.world.people[ada.person.id], bot)
            assert ada.messages() == before
            assert ada.write("three")["message_id"] == 4
            async with oracle(bot, address) as api:
                assert len(await api.get_updates()) == 3
                await api.set_webhook(hook.url)
        async with running(tmp_path, SETTINGS, clock) as (sandbox, _):
            assert sandbox.world.bots[bot.id].webhook is not None
            sandbox.phone(ada.person.id, bot.id).write("four")
            arrived = []
            while "four" not in arrived:  # what was under way at the end of the run comes again
                arrived.append((await hook.next())["message"].get("text"))
        assert {"one", None, "three"} < set(arrived)


def test_the_log_goes_on_after_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    writer = LogWriter(path)
    writer.append("call", 1.0, method="sendMessage", taken=True, message_ids=[1], text="a")
    writer.close()
    with path.open("ab") as file:
        file.write(b'{"seq":2,"at":2.0,"ki')
    reader = CallLog(path)
    assert [line["seq"] for line in reader.lines()] == [1]
    writer = LogWriter(path)
    writer.append("acknowledged", 3.0, update_id=5)
    writer.close()
    assert [line["seq"] for line in reader.lines()] == [1, 2]
    assert reader.acknowledged() == {5}


async def test_the_log_counts_what_was_sent_once_and_twice(tmp_path: Path) -> None:
    async with running(tmp_path, SETTINGS) as (sandbox, address):
        bot = sandbox.create_bot()
        ada = sandbox.phone(sandbox.create_person(Person(0, "Ada")), bot)
        ada.start()
        async with oracle(bot, address) as api:
            await api.send_message(ada.person.id, "once", api_kwargs={"tracker_delivery": "17"})
            for _ in range(2):
                await api.send_message(ada.person.id, "twice")
            update = (await api.get_updates())[0]
            await api.get_updates(offset=update.update_id + 1)
        log = CallLog(sandbox.log.path)
        assert log.texts() == {"once": 1, "twice": 2}
        assert log.doubled() == {"twice": 2}
        assert log.trackers("delivery") == {"17": 1}
        assert log.acknowledged() == {update.update_id} == set(log.updates())
        assert log.summary()["sent"] == 3
        assert log.summary()["waiting"] == 0


async def started(directory: Path) -> tuple[asyncio.subprocess.Process, dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "config.sandbox", "--data", str(directory), "--json"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, orjson.loads(await asyncio.wait_for(process.stdout.readline(), 60))


async def test_as_a_process_it_survives_a_kill_and_ends_on_sigterm(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    process, said = await started(tmp_path)
    base = f"{said['address']}/sandbox"
    bot = await (await http.post(f"{base}/bots", json={"name": "Demo"})).json()
    ada = await (await http.post(f"{base}/people", json={"first_name": "Ada"})).json()
    await http.post(f"{base}/people/{ada['id']}/messages", json={"text": "Hi"})
    poll = http.get(f"{said['address']}/bot{bot['token']}/getUpdates?offset=0&timeout=50")
    assert len((await (await poll).json())["result"]) == 1
    process.kill()
    await process.wait()
    process, said = await started(tmp_path)
    url = f"{said['address']}/bot{bot['token']}/getUpdates"
    updates = (await (await http.get(url)).json())["result"]
    assert [update["message"]["text"] for update in updates] == ["Hi"]
    assert CallLog(Path(said["log"])).summary()["updates"] == 1
    offset = updates[0]["update_id"] + 1
    waiting = asyncio.create_task(http.get(f"{url}?offset={offset}&timeout=50"))
    log = CallLog(Path(said["log"]))
    async with asyncio.timeout(20):
        while not log.acknowledged():
            await http.get(f"{said['address']}/sandbox/log/summary")  # a round trip
    os.kill(process.pid, signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert (await (await waiting).json())["result"] == []
