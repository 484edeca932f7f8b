"""A hub with a website chat, and the people on both sides of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from config.hub import Hub
from config.verbs import add_channel
from scrm.channels.service import get as get_channel
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings, running_hub, settings_for
from tests.support.nursery import Nursery
from tests.support.process import HubProcess, hub_process
from tests.support.visitor import SITE, Visitor

SIGNING_SECRET = "a secret of the shop's, which only tests use"

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4"
)
"""The smallest picture."""


@dataclass(slots=True)
class Chat:
    """The hub, and its chat's site key."""

    running: RunningHub
    channel_id: str
    key: str

    def visitor(self, origin: str = SITE) -> Visitor:
        client = self.running.client
        return Visitor(client.http, client.address, self.key, origin)

    async def conversation(self, address: str | None = None) -> str:
        """The only conversation on the channel, or that of one address."""

        def look(session: Session) -> int | None:
            question = (
                select(Conversation.id)
                .join(Identity, col(Identity.id) == col(Conversation.identity_id))
                .where(col(Conversation.channel_id) == int(self.channel_id))
            )
            if address:
                question = question.where(col(Identity.external_id) == address)
            return session.exec(question).first()

        return str(await self.running.until(look))

    async def turn(self, how: str) -> None:
        """Pause or resume the channel, and wait until the hub has noticed."""
        hub = self.running.hub
        reply = await self.running.client.post(f"/channels/{self.channel_id}/{how}", {})
        assert reply.status == 200, reply.body

        def noticed(_session: Session) -> bool | None:
            channel = hub.registry.find(int(self.channel_id))
            return (channel is not None and channel.is_active is (how == "resume")) or None

        await self.running.until(noticed)

    async def change(self, **settings: Any) -> None:
        """Other settings for the site, as a colleague saves them."""
        path = f"/api/v1/channels/{self.channel_id}"
        reply = await self.running.client.ask("PATCH", path, json={"settings": settings})
        assert reply.status == 200, reply.body

    async def reply(self, text: str, **more: Any) -> dict[str, Any]:
        """A colleague answers in the only conversation."""
        path = f"/conversations/{await self.conversation()}/messages"
        reply = await self.running.client.post(path, {"text": text, **more})
        assert reply.status == 201, reply.body
        document: dict[str, Any] = reply.json
        return document


@asynccontextmanager
async def chatting(
    place: Place, settings: dict[str, Any] | None = None, **more: Any
) -> AsyncIterator[Chat]:
    async with running_hub(place, **more) as running:
        yield await add_chat(running, **(settings or {}))


@dataclass(slots=True)
class SiteProcess:
    """A hub in a process of its own, and the chat of one site on it."""

    process: HubProcess
    key: str
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self) -> Visitor:
        client = self.process.client
        made = Visitor(client.http, client.address, self.key)
        self.visitors.append(made)
        return made

    def moved(self) -> None:
        """The hub has started anew, at another port."""
        for visitor in self.visitors:
            visitor.address = self.process.client.address


@asynccontextmanager
async def site_process(
    place: Place, nursery: Nursery, **settings: Any
) -> AsyncIterator[SiteProcess]:
    """Not started yet."""
    async with hub_process(place, nursery, channel_settings(NOWHERE)) as process:
        hub = Hub(settings_for(place))
        await hub.start(workers=False)
        added = await add_channel(hub, _wanted(settings))
        await hub.stop()
        yield SiteProcess(process, added.settings["key"])


def _wanted(settings: dict[str, Any]) -> dict[str, Any]:
    given = {"sites": [SITE], "title": "Shop", **settings}
    return {"platform": "webchat", "name": "Site", "settings": given, "check": True}


async def add_chat(running: RunningHub, **settings: Any) -> Chat:
    """One more site on a running hub."""
    hub = running.hub
    added = await add_channel(hub, _wanted(settings))
    await hub.database.read(lambda s: hub.registry.load(get_channel(s, int(added.id))))
    hub.workers.tend(int(added.id))
    return Chat(running, str(added.id), added.settings["key"])
