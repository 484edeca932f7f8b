"""One visitor and one colleague, who go on over whatever breaks between them."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from aiohttp import ClientError
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from scrm.conversations.tables import Message
from scrm.conversations.values import Direction
from scrm.visitors.tables import Mail
from tests.support.chat import SiteProcess
from tests.support.visitor import PATIENCE, RETRY, Tab, Visitor

BROKEN = (OSError, ClientError, AssertionError, TimeoutError)
_numbers = itertools.count(1)


@dataclass(slots=True)
class Talk:
    """`tab` is what the visitor looks at; `others` are more of the same browser."""

    site: SiteProcess
    visitor: Visitor
    tab: Tab
    conversation: str = ""
    others: list[Tab] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        await self.visitor.session()
        await self.say(f"hello of {self.visitor.token[:8]}")
        question = select(Message.conversation_id).where(col(Message.text) == self.said[0])
        with self.site.process.place.reading() as session:
            self.conversation = str(session.exec(question).one())

    async def say(self, text: str, client_id: str = "") -> None:
        """As a client does: under one id until the hub has it, over as many lines as that takes."""
        client_id = client_id or fresh_id()
        while True:
            try:
                await self.be_there()
                answer = await self.tab.write(text, client_id=client_id)
            except BROKEN:
                await asyncio.sleep(RETRY)
                continue
            if answer["type"] == "sent":
                self.said.append(text)
                return
            self.tab.heard.remove(answer)
            await asyncio.sleep(RETRY)

    async def be_there(self) -> None:
        """Come back where the line is gone."""
        if self.tab.ws is None or self.tab.ws.closed or self.tab.closed is not None:
            await self.tab.drop()
            await self.site.process.up.wait()
            await self.tab.connect()

    async def answer(self, text: str) -> None:
        """Under one key until the hub has it."""
        hub, path = self.site.process, f"/conversations/{self.conversation}/messages"
        while True:
            await hub.up.wait()
            try:
                reply = await hub.client.post(path, {"text": text}, key=f"{path} {text}")
            except BROKEN:
                await asyncio.sleep(RETRY)
                continue
            if reply.status == 201:
                self.answered.append(text)
                return
            assert reply.status == 503, reply.body

    async def placed(self, text: str) -> None:
        """Until the hub has given a message its place, from which all lines are told it. The hub is
        another process: its own books are what says so."""
        question = (
            select(Mail.place)
            .join(Message, col(Message.id) == col(Mail.message_id))
            .where(col(Message.conversation_id) == int(self.conversation))
            .where(col(Message.text) == text)
        )
        await until(partial(self._finds, question))

    def _finds(self, question: SelectOfScalar[int]) -> bool:
        with self.site.process.place.reading() as session:
            return session.exec(question).first() is not None

    async def end(self) -> None:
        """Both say a last word, and every tab hears all."""
        await self.say("that is all")
        await self.answer("goodbye")
        for tab in (self.tab, *self.others):
            await tab.hears_count(len(self.said) + len(self.answered))
            await tab.drop()

    def wrong_with_the_visitors(self) -> tuple[int, int]:
        """Lost and doubled of what the visitor said, in the hub's own books."""
        question = select(Message.text).where(
            col(Message.conversation_id) == int(self.conversation),
            col(Message.direction) == Direction.IN,
        )
        with self.site.process.place.reading() as session:
            return _wrong(self.said, Counter(session.exec(question)))

    def wrong_with_ours(self) -> tuple[int, int]:
        """Lost and doubled of what the colleague said, in every tab."""
        lost = doubled = 0
        for tab in (self.tab, *self.others):
            told = [one["text"] for one in tab.shown.values() if one.get("by") == "agent"]
            missing, more = _wrong(self.answered, Counter(told))
            lost, doubled = lost + missing, doubled + more + len(tab.doubled)
        return lost, doubled


async def until(holds: Callable[[], bool]) -> None:
    """Of what only the outside of another process shows."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - files and tables of another process ring no bell
            await asyncio.sleep(RETRY)


def fresh_id() -> str:
    return f"resumed-{next(_numbers):06}"


def _wrong(meant: list[str], there: Counter[str]) -> tuple[int, int]:
    lost = sum(1 for text in meant if not there[text])
    return lost, there.total() - len(there) + len(there.keys() - set(meant))
