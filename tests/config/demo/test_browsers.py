"""A visitor's browser of the demo, at a real hub: it comes back, and is a witness."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from config.demo.browsers import Browser, Site, TokenDrawer
from config.demo.counting import Witness
from config.demo.story import Customer, Said
from config.demo.witnesses import BrowserSide, tagged
from tests.support.chat import Chat, chatting
from tests.support.databases import Place
from tests.support.visitor import SITE

EMMA = Customer("Emma", "Laurent", "emma", "en", page="/goods/teapot")


@pytest.fixture
async def chat(sqlite_only: Place) -> AsyncIterator[Chat]:
    async with chatting(sqlite_only) as ready:
        yield ready


@pytest.fixture
def drawer(tmp_path: Path) -> TokenDrawer:
    return TokenDrawer(tmp_path / "visitors.json")


@pytest.fixture
def make(chat: Chat, drawer: TokenDrawer) -> Callable[[], Browser]:
    client = chat.running.client
    site = Site(client.address, chat.key, SITE, chat.channel_id)
    return lambda: Browser(client.http, site, EMMA, drawer)


@asynccontextmanager
async def attending(browser: Browser) -> AsyncIterator[Browser]:
    task = asyncio.create_task(browser.attend())
    try:
        yield browser
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(browser: Browser, *chat: Said) -> None:
    """Wait until the chat is this."""
    async with asyncio.timeout(10), aclosing(browser.listen()) as news:
        while await browser.chat() != list(chat) or browser._outbox:
            await anext(news)


HERS, OURS = Said(False, "Does it pour well?"), Said(True, "Like a spring.")


async def test_it_says_who_it_is_and_where(chat: Chat, make: Callable[[], Browser]) -> None:
    async with attending(make()) as emma:
        await emma.write(HERS.mark)
        await until(emma, HERS)
        conversation = await chat.conversation()
        found = await chat.running.client.get(f"/conversations/{conversation}")
        visitors = await chat.running.client.get(f"/conversations/{conversation}/visitors")
        path = f"/contacts/{found['contact_id']}/identities"
        (identity,) = (await chat.running.client.get(path))["items"]
        assert emma.is_behind(identity)
        assert not emma.is_behind(identity | {"id": "1"})
    assert visitors["items"][0]["page_url"] == f"{SITE}/goods/teapot"
    assert visitors["items"][0]["name"] == "Emma Laurent"


async def test_what_was_said_before_is_there_in_the_next_run(
    chat: Chat, make: Callable[[], Browser]
) -> None:
    async with attending(make()) as emma:
        await emma.write(HERS.mark)
        await until(emma, HERS)
    await chat.reply(OURS.mark)
    async with attending(make()) as again:
        await until(again, HERS, OURS)
        assert again.record.told == {OURS.mark: 1}


async def test_what_is_written_without_a_hub_is_sent_when_there_is_one(
    chat: Chat, make: Callable[[], Browser]
) -> None:
    emma = make()
    async with attending(emma):
        await emma.write(HERS.mark)
        await until(emma, HERS)
    await emma.write("Hello?")
    assert await emma.chat() == [HERS, Said(False, "Hello?")]
    assert "Hello?" not in emma.record.acknowledged
    async with attending(emma):
        await until(emma, HERS, Said(False, "Hello?"))
    assert emma.record.acknowledged == {HERS.mark, "Hello?"}


async def test_a_break_repeats_nothing(chat: Chat, make: Callable[[], Browser]) -> None:
    async with attending(make()) as emma:
        await emma.write(HERS.mark)
        await until(emma, HERS)
        await chat.reply(OURS.mark)
        await until(emma, HERS, OURS)
        for socket in chat.running.hub.visitors.desk.lobby:
            socket.drop()
        await chat.reply("It is handmade.")
        await until(emma, HERS, OURS, Said(True, "It is handmade."))
    assert emma.record.told == {OURS.mark: 1, "It is handmade.": 1}


async def test_words_that_are_told_twice_are_seen_twice(make: Callable[[], Browser]) -> None:
    emma, reply = make(), tagged("Yes", "RUNX", 500)
    frame = {"type": "message", "by": "agent", "text": reply}
    for seq in (1, 1, 2):
        emma._take(frame | {"seq": seq}, asyncio.Event())
    emma.record.told["other talk"] += 1
    side = BrowserSide([emma], "RUNX")
    assert side.look().delivered == {("emma", reply): 3}


async def test_a_message_counts_as_taken_when_the_hub_says_so(make: Callable[[], Browser]) -> None:
    emma, asked = make(), tagged("Hi", "RUNX", 0)
    await emma.write(asked)
    await emma.write("other talk")
    side = BrowserSide([emma], "RUNX")
    assert side.look() == Witness(written=frozenset({("emma", asked)}))
    sent = {"type": "sent", "client_id": emma._outbox[0][0], "seq": 1}
    emma._take(sent, asyncio.Event())
    assert side.look().acknowledged == {("emma", asked)}


async def test_a_hub_that_knows_nobody_any_more_begins_anew(
    chat: Chat, make: Callable[[], Browser], drawer: TokenDrawer
) -> None:
    drawer.keep("emma", "a token of another hub")
    async with attending(make()) as emma:
        await emma.write(HERS.mark)
        await until(emma, HERS)
    assert drawer.find("emma") != "a token of another hub"
