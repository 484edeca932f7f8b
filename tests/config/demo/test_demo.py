"""The demo as a whole: it starts by itself, lives, ends in order, and goes on."""

import asyncio
import fcntl
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from config.demo.cast import CAST
from config.demo.ports import HOST, free_ports
from tests.config.demo.running import RunningDemo
from tests.support.ports import first_port

LIVES_WITHIN = 20.0
"""Seconds from the address to several conversations."""


@pytest.fixture
def port() -> int:
    return next(free_ports(first_port(21_000)))


async def signed_in(demo: RunningDemo) -> ClientSession:
    """A browser's worth of cookies, got by the one-time link."""
    session = ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Origin": demo.stage})
    async with session.post(f"{demo.stage}/enter", json={"token": demo.token}) as entered:
        assert entered.status == 200
    return session


async def get(session: ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        assert response.status == 200
        return await response.json()


async def words_on_phones(session: ClientSession, demo: RunningDemo) -> dict[str, list[str]]:
    """What each customer has written."""
    said = {}
    for person in await get(session, f"{demo.phones}/sandbox/people"):
        chat = await get(session, f"{demo.phones}/sandbox/people/{person['id']}/messages")
        own = [message for message in chat["messages"] if not message["by_bot"]]
        said[person["username"]] = [one.get("text", one.get("caption", "")) for one in own]
    return said


async def until_said(session: ClientSession, demo: RunningDemo, who: str, words: str) -> None:
    """Listen to a phone until its owner says this; or has said it."""
    people = await get(session, f"{demo.phones}/sandbox/people")
    number = next(person["id"] for person in people if person["username"] == who)
    async with session.get(f"{demo.phones}/sandbox/people/{number}/stream") as stream:
        async with asyncio.timeout(20):
            await stream.content.readline()
            if words in (await words_on_phones(session, demo))[who]:
                return
            while words not in (await stream.content.readline()).decode():
                continue


async def conversations(
    session: ClientSession, demo: RunningDemo, wanted: int, within: float = 60.0
) -> int:
    """How many there are, as soon as there are so many or time is up."""
    found = 0
    while found < wanted and time.monotonic() < demo.announced_at + within:
        page = await get(session, f"{demo.hub}/api/v1/conversations")
        found = len(page["items"])
        await asyncio.sleep(0.2)  # a visitor looks again
    return found


async def test_several_talk_within_twenty_seconds_and_a_second_run_goes_on(
    tmp_path: Path, port: int
) -> None:
    with RunningDemo(tmp_path, "--port", str(port)) as demo:
        session = await signed_in(demo)
        assert await conversations(session, demo, 5, LIVES_WITHIN) >= 5
        first_said = await words_on_phones(session, demo)
        bots = await get(session, f"{demo.phones}/sandbox/bots")
        await session.close()
        status, last_words = demo.end()
        assert (status, "goes on where it stopped" in last_words) == (0, True)
    with RunningDemo(tmp_path, "--port", str(port), "--speed", "20") as again:
        session = await signed_in(again)
        assert await conversations(session, again, 10) == 10
        said = await words_on_phones(session, again)
        assert await get(session, f"{again.phones}/sandbox/bots") == bots
        users = await get(session, f"{again.hub}/api/v1/users")
        who = await get(session, f"{again.hub}/api/v1/contacts?tag=VIP%20%E8%B4%B5%E5%AE%BE")
        channels = await get(session, f"{again.hub}/api/v1/channels")
        await session.close()
    for username, words in said.items():
        assert words[: len(first_said[username])] == first_said[username]
        assert len(words) == len(set(words))
    assert {one["name"] for one in who["items"]} <= {"Hannah Becker", "Emma Laurent"}
    assert who["items"], "nobody has spent much"
    assert [user["name"] for user in users["items"]] == ["Mira Sanders", "Jonas Weber", "林晓"]
    states = sorted((one["platform"], one["state"]) for one in channels["items"])
    assert states == [("telegram", "active"), ("webchat", "active")]


async def test_a_customer_who_is_answered_answers(tmp_path: Path, port: int) -> None:
    hannah = next(one for one in CAST if one.username == "hannah_becker")
    with RunningDemo(tmp_path, "--port", str(port), "--speed", "20") as demo:
        session = await signed_in(demo)
        await conversations(session, demo, 10)
        me = await get(session, f"{demo.hub}/api/v1/me")
        open_ones = await get(session, f"{demo.hub}/api/v1/conversations?q=Hannah")
        path = f"{demo.hub}/api/v1/conversations/{open_ones['items'][0]['id']}/messages"
        headers = {"X-CSRF-Token": me["csrf"], "Origin": demo.hub}
        async with session.post(path, json={"text": "It left today."}, headers=headers) as sent:
            assert sent.status == 201
        await until_said(session, demo, hannah.username, hannah.lines[2].words)
        await session.close()


async def test_a_taken_port_is_passed_over_and_reset_starts_over(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with RunningDemo(tmp_path, "--port", str(port)) as demo:
            assert demo.hub != f"http://{HOST}:{port}"
            session = await signed_in(demo)
            assert await conversations(session, demo, 1) >= 1
            bots = await get(session, f"{demo.phones}/sandbox/bots")
    with RunningDemo(tmp_path, "--port", str(port), "--reset") as fresh:
        async with session.get(f"{fresh.stage}/facts") as refused:
            assert refused.status == 401  # a tab of the forgotten demo
        async with session.get(f"{fresh.hub}/api/v1/me") as refused:
            assert refused.status == 401
        await session.close()
        session = await signed_in(fresh)
        assert await get(session, f"{fresh.phones}/sandbox/bots") != bots
        await session.close()


async def test_nothing_stays_behind_when_the_supervisor_is_killed(
    tmp_path: Path, port: int
) -> None:
    with RunningDemo(tmp_path, "--port", str(port)) as demo:
        async with (
            ClientSession() as session,
            session.get(f"{demo.phones}/sandbox/people/5550001/stream") as stream,
        ):
            demo.process.kill()
            async with asyncio.timeout(30):
                while await stream.content.readline():  # until the simulation is gone
                    continue
    with (tmp_path / "demo" / "writer.lock").open() as held_by_the_hub:
        async with asyncio.timeout(30):
            await asyncio.to_thread(fcntl.flock, held_by_the_hub, fcntl.LOCK_EX)


def test_a_second_demo_on_the_same_folder_says_so(tmp_path: Path, port: int) -> None:
    with RunningDemo(tmp_path, "--port", str(port)):
        second = RunningDemo(tmp_path, "--port", str(port))
        with pytest.raises(AssertionError, match="Another demo is running"):
            second.__enter__()
