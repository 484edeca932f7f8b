"""The other kill loop: agents answer, the hub dies while it sends."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import ClientError
from sqlmodel import col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from tests.faults.killing import LOOK_AGAIN, Killed, drained
from tests.support.cast import Someone
from tests.support.invariants import violations
from tests.support.platform import Platform
from tests.support.process import RETRY, HubProcess, NotReady

AT_ITS_FAILPOINT = 9

Death = Callable[[HubProcess], Awaitable[None]]


@dataclass(slots=True)
class Agents:
    """Answer people, each answer once: with a key, until the hub says that it has it."""

    hub: HubProcess
    conversations: list[str]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    written: int = 0

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for conversation in self.conversations:
                group.create_task(self._answer(conversation))

    async def _answer(self, conversation: str) -> None:
        number = 0
        while not self.stopping.is_set():
            number += 1
            await self._post(conversation, f"answer {number} in {conversation}")
            await asyncio.sleep(0.05)  # the pace of people, not a wait

    async def _post(self, conversation: str, text: str) -> None:
        path = f"/conversations/{conversation}/messages"
        while True:
            await self.hub.up.wait()
            try:
                reply = await self.hub.client.post(path, {"text": text}, key=text)
            except (ClientError, OSError):
                await asyncio.sleep(RETRY)
                continue
            if reply.status == 201:
                self.written += 1
                return
            assert reply.status == 503, reply.body


async def kill_while_it_answers(
    hub: HubProcess, platform: Platform, people: list[Someone], kills: int, death: Death
) -> Killed:
    """Kill a hub that sends answers; stop at the first violation, else drain and look."""
    for person in people:
        platform.phone(person).start()
    await hub.start()
    await drained(hub.place)
    agents = Agents(hub, await conversations_of(hub, people))
    answering = asyncio.create_task(agents.run())
    found = Killed()
    try:
        while found.kills < kills and not found.violations:
            await death(hub)
            found.kills += 1
            found.violations = violations(hub.place, log=platform.log)
            found.kills += await _started(hub)
        agents.stopping.set()
        hub.failpoints = ""  # one that is left would kill it once more, and nobody would start it
        await hub.kill()
        await hub.start()
        await answering
    finally:
        answering.cancel()
    if not found.violations:
        await drained(hub.place)
        found.violations = violations(hub.place, log=platform.log, drained=True)
    return found


async def _started(hub: HubProcess) -> int:
    """Start it, and tell how often it died before it was ready: at its failpoint it may."""
    deaths = 0
    while True:
        try:
            await hub.start()
        except NotReady as ended:
            if not hub.failpoints or ended.status != AT_ITS_FAILPOINT:
                raise
            deaths += 1
        else:
            return deaths


async def conversations_of(hub: HubProcess, people: list[Someone]) -> list[str]:
    """Their conversations, once all have one."""
    wanted = [str(person.id) for person in people]
    question = select(Conversation.id).join(
        Identity, col(Identity.id) == col(Conversation.identity_id)
    )
    question = question.where(col(Identity.external_id).in_(wanted))
    async with asyncio.timeout(20):
        while True:
            with hub.place.reading() as session:
                found = session.exec(question).all()
            if len(found) == len(people):
                return [str(one) for one in found]
            await asyncio.sleep(LOOK_AGAIN)


def at_random(dice: random.Random, longest_life: float) -> Death:
    """kill -9 at a random moment."""

    async def kill(hub: HubProcess) -> None:
        await asyncio.sleep(dice.random() * longest_life)
        await hub.kill()

    return kill


async def by_itself(hub: HubProcess) -> None:
    """At its failpoint."""
    async with asyncio.timeout(30):
        await hub.died()
