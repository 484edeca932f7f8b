"""F-19: another process holds the database. Short: only waiting. Long: 503, and nothing is lost."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from math import inf

import pytest
from sqlmodel import col, select

from scrm.conversations.tables import Message
from scrm.conversations.values import Direction
from tests.support.cast import ADA, BO, crowd
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub
from tests.support.invariants import violations

PATIENCE = 60.0
"""Seconds until the lock is let go though nobody was refused."""


@dataclass(slots=True)
class Lock:
    """`let_go` is a moment of the monotonic clock, set before anybody else can have it."""

    let_go: float = inf


@asynccontextmanager
async def held(place: Place, let_go: Callable[[], object]) -> AsyncIterator[Lock]:
    """The write lock is in other hands until `let_go` returns; the block runs meanwhile and then
    waits."""
    taken, lock = asyncio.Event(), Lock()
    loop = asyncio.get_running_loop()

    def hold() -> None:
        connection = sqlite3.connect(place.data_dir / "scrm.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        loop.call_soon_threadsafe(taken.set)
        let_go()
        lock.let_go = time.monotonic()
        connection.execute("ROLLBACK")
        connection.close()

    holding = loop.run_in_executor(None, hold)
    await taken.wait()
    yield lock
    await holding


async def _push_until_taken(
    hub: RunningHub, text: str, number: int, refused: threading.Event
) -> list[Reply]:
    """As platforms do, but every half second."""
    update = hub.telegram.says(crowd(1, 30_000 + number)[0], text)
    replies = [await hub.client.push(update)]
    while replies[-1].status != 200:
        refused.set()
        await asyncio.sleep(0.5)
        replies.append(await hub.client.push(update))
    return replies


def hub_said(place: Place) -> list[str]:
    with place.reading() as session:
        out = select(Message.text).where(col(Message.direction) == Direction.OUT)
        return list(session.exec(out))


@pytest.mark.parametrize("seconds", [0.1, 1.0])
async def test_a_short_lock_costs_only_time(seconds: float, sqlite_only: Place) -> None:
    async with running_hub(sqlite_only) as hub:
        await hub.hear(ADA, "Hello")
        conversation = await hub.conversation_of(ADA)
        over = threading.Event()
        async with held(sqlite_only, partial(over.wait, PATIENCE)) as lock:
            asyncio.get_running_loop().call_later(seconds, over.set)
            pushed, posted = await asyncio.gather(
                hub.client.push(hub.telegram.says(BO, "Hello")),
                hub.client.post(f"/conversations/{conversation}/messages", {"text": "Hi"}),
            )
            answered_at = time.monotonic()
    assert (pushed.status, posted.status) == (200, 201)
    assert lock.let_go < answered_at
    assert violations(sqlite_only) == []


async def test_a_long_lock_is_answered_503_and_loses_nothing(sqlite_only: Place) -> None:
    refused = threading.Event()
    async with running_hub(sqlite_only) as hub:
        await hub.hear(ADA, "Hello")
        conversation = await hub.conversation_of(ADA)
        async with held(sqlite_only, partial(refused.wait, PATIENCE)):
            pushing = [
                _push_until_taken(hub, f"kept {number}", number, refused) for number in range(20)
            ]
            path = f"/conversations/{conversation}/messages"
            posting = hub.client.post(path, {"text": "Hi"})
            reading = hub.client.get(path)
            pushed = asyncio.gather(*pushing)
            answered, read = await asyncio.gather(posting, reading)
        histories = await pushed
        said = await hub.client.get("/conversations?limit=200")
    assert [one["text"] for one in read["items"]] == ["Hello"]
    assert answered.status in (201, 503)
    assert b"locked" not in answered.body
    assert hub_said(sqlite_only) == (["Hi"] if answered.status == 201 else [])
    early = [reply for history in histories for reply in history if reply.status != 200]
    assert early
    assert {(reply.status, reply.headers["Retry-After"]) for reply in early} == {(503, "5")}
    assert {reply.body for reply in early} == {b""}
    texts = [one["last_message"]["text"] for one in said["items"]]
    assert {f"kept {number}" for number in range(20)} <= set(texts)
    assert len(texts) == 21
    assert violations(sqlite_only) == []
