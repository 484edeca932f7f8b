"""F-36: lines break and the hub is killed while visitors and colleagues talk, in several tabs. Each
message is on both sides once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientError
from sqlmodel import col, select

from scrm.conversations.tables import Message
from scrm.conversations.values import Direction
from scrm.delivery.tables import Delivery
from tests.support.chat import SiteProcess, site_process
from tests.support.databases import Place
from tests.support.nursery import Nursery
from tests.support.process import RETRY
from tests.support.visitor import Stubborn, Tab

LONGEST_LIFE = 0.6
DROPS = (0.005, 5.0)
"""Seconds from one break of a tab's line to the next, at least and at most."""
DIES_WITHIN = 60.0
PLACES = ("intake.after_commit", "visitors.accepted", "visitors.placed", "visitors.telling")


@dataclass(slots=True)
class Talk:
    """Visitors with tabs, a colleague who answers each, and what each of them did."""

    site: SiteProcess
    visitors: list[list[Stubborn]]
    answered: dict[str, list[str]] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    cuts: int = 0

    async def begin(self) -> None:
        """All tabs are open, and each visitor is somebody."""
        for tabs in self.visitors:
            await tabs[0].deliver(f"{_name(tabs)} is here")
            await self._answer(_name(tabs), await self._conversation(_name(tabs)), "welcome")

    async def run(self) -> None:
        """Both sides write until `stopping`; then each ends with what it has begun."""
        async with asyncio.TaskGroup() as group:
            for tabs in self.visitors:
                for number, one in enumerate(tabs):
                    group.create_task(self._write(one, f"{_name(tabs)}.{number}"))
                group.create_task(self._reply(_name(tabs)))

    async def _write(self, one: Stubborn, who: str) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            await one.deliver(f"{who} says {number}")
            await asyncio.sleep(0.03)  # the pace of people, not a wait

    async def _reply(self, who: str) -> None:
        number, conversation = 0, await self._conversation(who)
        while not self.stopping.is_set():
            number += 1
            await self._answer(who, conversation, f"answer {number} to {who}")
            await asyncio.sleep(0.03)  # the pace of people, not a wait

    async def _answer(self, who: str, conversation: str, text: str) -> None:
        hub = self.site.process
        while True:
            await hub.up.wait()
            try:
                path = f"/conversations/{conversation}/messages"
                reply = await hub.client.post(path, {"text": text}, key=f"{who}:{text}")
            except (ClientError, OSError):
                await asyncio.sleep(RETRY)
                continue
            if reply.status == 201:
                self.answered.setdefault(who, []).append(text)
                return
            assert reply.status == 503, reply.body

    async def cut(self, dice: random.Random) -> None:
        """Break lines until cancelled, each tab's at moments of its own: as often soon after it
        came back as late."""
        async with asyncio.TaskGroup() as group:
            for tabs in self.visitors:
                for one in tabs:
                    group.create_task(self._cut(one, dice))

    async def _cut(self, one: Stubborn, dice: random.Random) -> None:
        shortest, longest = DROPS
        while True:
            await asyncio.sleep(shortest * (longest / shortest) ** dice.random())
            if one.tab.cut():
                self.cuts += 1

    async def _conversation(self, who: str) -> str:
        """By what the visitor said first."""
        question = select(Message.conversation_id).where(col(Message.text) == f"{who} is here")
        with self.site.process.place.reading() as session:
            return str(session.exec(question).one())

    async def all_told(self) -> None:
        """Every tab has been told what every tab of the same visitor and the colleague said."""
        for tabs in self.visitors:
            for one in tabs:
                await one.tab.hears_count(self._count(tabs))

    def _count(self, tabs: list[Stubborn]) -> int:
        return sum(len(one.sent) for one in tabs) + len(self.answered[_name(tabs)])

    def wrong(self) -> list[str]:
        """What is lost or doubled, on either side."""
        found = []
        for tabs in self.visitors:
            for one in tabs:
                found += [f"told twice: {frame}" for frame in one.tab.doubled]
                if len(one.tab.shown) != self._count(tabs):
                    found.append(f"{_name(tabs)} was told {len(one.tab.shown)}")
        said = Counter(one for tabs in self.visitors for tab in tabs for one in tab.sent)
        with self.site.process.place.reading() as session:
            question = select(Message.text).where(col(Message.direction) == Direction.IN)
            kept = Counter(session.exec(question))
        found += [f"kept {kept[text]} times: {text}" for text in said if kept[text] != 1]
        return found + [f"never said: {text}" for text in kept if text not in said]


def _name(tabs: list[Stubborn]) -> str:
    return tabs[0].tab.visitor.token[:6]


@asynccontextmanager
async def talking(site: SiteProcess, tabs: tuple[int, ...]) -> AsyncIterator[Talk]:
    """Visitors with so many tabs each, connected and known."""
    await site.process.start()
    browsers = []
    for count in tabs:
        visitor = site.visitor()
        await visitor.session()
        browsers.append([Stubborn(Tab(visitor), site.process.up) for _ in range(count)])
    talk = Talk(site, browsers)
    every = [one for one_visitor in browsers for one in one_visitor]
    lines = [asyncio.create_task(one.run()) for one in every]
    try:
        await talk.begin()
        yield talk
    finally:
        for one in every:
            one.stopping.set()
        await asyncio.gather(*lines)


async def _until_quiet(talk: Talk, writing: asyncio.Task[None]) -> None:
    talk.stopping.set()
    await writing
    await talk.all_told()


@pytest.mark.timeout(400)
async def test_kills_at_random_moments_lose_and_double_nothing(
    killed_place: Place, nurse: Nursery, dice: random.Random, times: Callable[[int, int], int]
) -> None:
    kills = times(6, 50)
    async with site_process(killed_place, nurse) as site, talking(site, (2, 1)) as talk:
        writing = asyncio.create_task(talk.run())
        cutting = asyncio.create_task(talk.cut(dice))
        for _ in range(kills):
            await asyncio.sleep(0.1 + dice.random() * LONGEST_LIFE)
            await site.process.kill()
            await site.process.start()
            site.moved()
        async with asyncio.timeout(60):
            while talk.cuts < kills:  # noqa: ASYNC110 - on a slow machine lives have fewer each
                await asyncio.sleep(RETRY)
        cutting.cancel()
        await _until_quiet(talk, writing)
        assert talk.wrong() == []
        assert _states(site.process.place) == {"sent"}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("where", PLACES)
async def test_a_death_between_two_steps_loses_and_doubles_nothing(
    where: str, killed_place: Place, nurse: Nursery, times: Callable[[int, int], int]
) -> None:
    async with site_process(killed_place, nurse) as site, talking(site, (2,)) as talk:
        writing = asyncio.create_task(talk.run())
        for _ in range(times(2, 20)):
            site.process.failpoints = f"{where}=exit"
            await site.process.kill()
            await site.process.start()
            site.moved()
            await _death(site, writing)
            site.process.failpoints = ""
            await site.process.start()
            site.moved()
        await _until_quiet(talk, writing)
        assert talk.wrong() == []
        assert _states(site.process.place) == {"sent"}


async def _death(site: SiteProcess, writing: asyncio.Task[None]) -> None:
    """It ends by itself while they write; what ends their writing is told."""
    dying = asyncio.create_task(site.process.died())
    try:
        async with asyncio.timeout(DIES_WITHIN):
            await asyncio.wait({dying, writing}, return_when=asyncio.FIRST_COMPLETED)
        if writing.done():
            await writing
        await dying
    finally:
        dying.cancel()


def _states(place: Place) -> set[str]:
    """Nothing stays unknown: what lies in the store has arrived."""
    with place.reading() as session:
        return set(session.exec(select(Delivery.state)))
