"""Brings the tea club to the shop: each writes, as customers do, and the hub hears of them so."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from config.demo import club
from config.demo.inbox import Colleague, Document
from config.demo.keeper import HubKeeper
from config.demo.patience import LOOK_EVERY, patiently
from config.demo.phones import Phones
from config.demo.story import Customer

T = TypeVar("T")
ANSWERED_WITHIN = 30.0
"""Seconds for the bot to welcome everybody; then their conversations are put aside as they are."""
AT_ONCE = 8
"""How many write, or are put aside, at a time."""


class Gathering:
    """The members with their phones. `numbers`: of each by name, once they have come."""

    def __init__(
        self, phones: Phones, keeper: HubKeeper, owner: Colleague, channel_id: str
    ) -> None:
        self.numbers: dict[str, int] = {}
        self._newcomers: set[str] = set()
        self.phones = phones
        self._keeper = keeper
        self._owner = owner
        self._channel_id = channel_id

    async def come(self, tell: Callable[[int], None]) -> None:
        """Who is not in the club yet asks to join; until the hub knows all of them. `tell` hears how
        many it knows."""
        known = await self.phones.people()
        self.numbers = {
            one.name: known.get(one.username) or await self.phones.add(one) for one in club.MEMBERS
        }
        self._newcomers = club.BY_NAME.keys() - await self._in_the_club()
        await _each([one for one in club.MEMBERS if one.name in self._newcomers], self._join)
        while True:
            there = await self._in_the_club()
            tell(len(there))
            if len(there) == len(club.MEMBERS):
                return
            await asyncio.sleep(LOOK_EVERY)

    async def put_aside(self, tell: Callable[[int], None]) -> None:
        """Resolve their conversations, of newcomers once the bot has answered, so that the inbox is not
        buried. `tell` hears how many are."""
        ends = time.monotonic() + ANSWERED_WITHIN
        while True:
            late = time.monotonic() > ends
            found = await patiently(self._keeper, self._open)
            waiting = [one for one in found if not late and self._is_to_be_answered(one)]
            await _each([one for one in found if one not in waiting], self._resolve)
            tell(len(club.MEMBERS) - len(waiting))
            if not waiting:
                return
            await asyncio.sleep(LOOK_EVERY)

    def _is_to_be_answered(self, conversation: Document) -> bool:
        is_new = conversation["contact"]["name"] in self._newcomers
        return is_new and conversation["waiting_since"] is not None

    async def complain(self, who: Customer) -> Document:
        """One of them has a complaint; the conversation, once it waits for a colleague."""
        await self.phones.write(self.numbers[who.name], club.COMPLAINS[who.language])
        while True:
            for one in await patiently(self._keeper, self._open):
                if one["contact"]["name"] == who.name and one["bot"]["state"] == "silent":
                    return one
            await asyncio.sleep(LOOK_EVERY)

    async def _in_the_club(self) -> set[str]:
        async def ask() -> set[str]:
            return {one["name"] async for one in self._owner.all("/contacts", tag=club.TAG)}

        return await patiently(self._keeper, ask) & club.BY_NAME.keys()

    async def _join(self, who: Customer) -> None:
        await self.phones.write(self.numbers[who.name], club.JOINS[who.language])

    async def _open(self) -> list[Document]:
        """Their conversations that are not resolved."""
        query = {"channel": self._channel_id, "status": "open"}
        found = [one async for one in self._owner.all("/conversations", **query)]
        return [one for one in found if one["contact"]["name"] in club.BY_NAME]

    async def _resolve(self, conversation: Document) -> None:
        path = f"/conversations/{conversation['id']}"
        await patiently(self._keeper, lambda: self._owner.post(f"{path}/read", {}))
        await patiently(self._keeper, lambda: self._owner.patch(path, {"status": "resolved"}))


async def _each(these: list[T], act: Callable[[T], Awaitable[None]]) -> None:
    """Some at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(this: T) -> None:
        async with turn:
            await act(this)

    async with asyncio.TaskGroup() as group:
        for this in these:
            group.create_task(one(this))
