"""The bot at work on a database, without a hub."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.bots import service
from scrm.bots.answering import service as answering
from scrm.bots.reactor import Bots
from scrm.bots.turns import store as turns
from scrm.channels.values import (
    Capability,
    InboundContent,
    MessageEdited,
    MessageReceived,
    Person,
    Press,
)
from scrm.contacts import service as contacts
from scrm.contacts.tables import Identity
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Appended, Arrival
from scrm.conversations.edits import service as edits
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind, Direction
from scrm.journal.reacting.service import Reactions
from scrm.journal.tables import Event
from scrm.kernel.database import Database
from scrm.knowledge.answering.service import Articles
from tests.support.clock import NOON, HandClock
from tests.support.databases import sqlite_place
from tests.support.scene import Scene, set_scene

BY = {"by": "test"}
SOON = timedelta(seconds=1)

GREETING = {"name": "Greeting", "welcome": True, "answer": {"text": "Welcome to the tea shop"}}
PRICE = {
    "name": "Price",
    "on": {"text": {"contains_any": ["price", "多少钱"]}},
    "answer": {"text": {"en": "Longjing is 12 a tin", "zh": "龙井每罐十二元"}},
}
PERSON = {
    "name": "A person",
    "on": {"text": {"contains_any": ["human", "人工"]}},
    "answer": {"text": "I call a colleague"},
    "then": "hand_over",
}
QUOTING = {"name": "Articles", "articles": True}
LOST = {"name": "Lost", "fallback": True, "answer": {"text": "I did not understand that, sorry"}}


def bot_of(*responders: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"responders": list(responders), **more}


@dataclass(slots=True)
class Bench:
    """A channel on which people write, and the bot that answers."""

    scene: Scene
    bots: Bots
    clock: HandClock
    articles: Articles = field(default_factory=Articles)
    can: dict[str, frozenset[Capability]] = field(
        default_factory=lambda: {"telegram": frozenset({Capability.BUTTONS})}
    )
    _number: int = 0

    async def in_force(self, *responders: dict[str, Any], **more: Any) -> None:
        definition = bot_of(*responders, **more)
        await self.scene.do(lambda s: service.apply(s, definition, BY, NOON))
        self.bots.forget()

    async def writes(
        self,
        text: str,
        who: str = "501",
        *,
        press: str = "",
        locale: str = "en",
        start: str | None = None,
    ) -> Appended:
        """Somebody writes, or presses a button of this value, or comes by a link."""
        self._number += 1
        now = self.clock.now()
        content = InboundContent(text, start=start)
        if press:
            content = InboundContent(press=Press(press, text))
        person = Person(who, "Ada", locale=locale)
        message = MessageReceived(person, str(self._number), now, content)

        def work(session: Session) -> Appended:
            known = contacts.resolve(session, self.scene.channel_id, [(person, now)], now)
            arrival = Arrival(known[who], message)
            (done,) = arrivals.receive(session, self.scene.channel_id, [arrival], now)
            return done

        return await self.scene.do(work)

    async def edits(self, external_id: str, text: str, who: str = "501") -> None:
        """Somebody changes a message, or one that we have never seen."""
        now = self.clock.now()
        person = Person(who, "Ada")
        edited = MessageEdited(person, external_id, now, now + SOON, InboundContent(text))

        def work(session: Session) -> None:
            known = contacts.resolve(session, self.scene.channel_id, [(person, now)], now)
            edits.edit(session, self.scene.channel_id, known[who], edited, now)

        await self.scene.do(work)

    async def waits(self, by: timedelta = SOON) -> int:
        """Time goes by, and the bot does what is due; how many turns that were."""
        now = self.clock.advance(by)

        def work(session: Session) -> int:
            live = self.bots.in_force(session, now)
            return answering.take_turns(session, live, self.articles, self.can, now, 100)

        return await self.scene.do(work)

    async def says(self, text: str, who: str = "501", **more: Any) -> list[str]:
        """Somebody writes; what the bot has answered to it."""
        before = len(await self.answers(who))
        await self.writes(text, who, **more)
        await self.waits()
        return (await self.answers(who))[before:]

    async def answers(self, who: str = "501") -> list[str]:
        return [one.text for one in await self.thread(who) if _is_answer(one)]

    async def thread(self, who: str = "501") -> list[Message]:
        def look(session: Session) -> list[Message]:
            conversation = _conversation(session, who)
            if conversation is None:
                return []
            mine = col(Message.conversation_id) == conversation.id
            return list(session.exec(select(Message).where(mine).order_by(col(Message.seq))))

        return await self.scene.database.read(look)

    async def conversation(self, who: str = "501") -> Conversation:
        found = await self.scene.database.read(lambda s: _conversation(s, who))
        assert found is not None
        return found

    async def events(self, kind: str) -> list[Event]:
        mine = col(Event.kind) == kind
        return await self.scene.database.read(
            lambda s: list(s.exec(select(Event).where(mine).order_by(col(Event.id))))
        )

    async def next_due(self) -> Any:
        found = await self.scene.database.read(turns.next_due)
        return min(found.values(), default=None)


def _is_answer(one: Message) -> bool:
    return one.author_kind == AuthorKind.BOT and one.direction == Direction.OUT


def _conversation(session: Session, who: str) -> Conversation | None:
    question = select(Conversation).join(
        Identity, col(Identity.id) == col(Conversation.identity_id)
    )
    return session.exec(question.where(Identity.external_id == who)).first()


@pytest.fixture
def bench(scene: Scene) -> Bench:
    return _bench(scene)


@pytest.fixture
async def second(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Bench]:
    """Another hub's."""
    with sqlite_place(tmp_path / "second", sqlite_template) as place:
        database = Database(place.url)
        yield _bench(await set_scene(database))
        await asyncio.to_thread(database.close)


def _bench(scene: Scene) -> Bench:
    bots, clock = Bots(), HandClock(NOON)
    scene.database.end_with(Reactions([bots], clock).end)
    return Bench(scene, bots, clock)
