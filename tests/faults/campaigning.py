"""The third kill loop: campaigns run, and the hub dies at one point of them after the other."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientError
from sqlmodel import col, select

from campaigns.tables import Occurrence, Recipient
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from tests.faults.killing import DRAINED_WITHIN, LOOK_AGAIN, Killed, drained, waits
from tests.faults.replying import AT_ITS_FAILPOINT
from tests.support.campaigns import OPEN
from tests.support.cast import Json, Someone
from tests.support.databases import Place
from tests.support.hub import Reply
from tests.support.invariants import violations
from tests.support.platform import Platform
from tests.support.process import RETRY, HubProcess, NotReady

POINTS = {
    "campaigns.begun": 0,
    "campaigns.slice": 0,
    "campaigns.frozen": 0,
    "campaigns.fed": 1,
    "campaigns.given": 1,
    "send.reserved": 3,
    "looking.looked": 3,
    "looking.written": 3,
    "send.begun": 3,
    "send.before_request": 30,
    "send.after_response": 30,
    "send.recorded": 3,
    "send.kept": 30,
}
"""Where it dies, from the freezing to the record, and how many passes may go first at most."""
ANYWHERE = ""
LONGEST_LIFE = 0.6
EVERYBODY = {"not": {"attribute": {"name": "city", "op": "eq", "value": "nowhere"}}}


def points(dice: random.Random) -> Iterator[str]:
    """One after the other, each at another pass; and then at any moment."""
    while True:
        for name, most in POINTS.items():
            yield f"{name}=exit@{dice.randint(0, most)}"
        yield ANYWHERE


@dataclass(slots=True)
class Marketer:
    """Launches a campaign to everybody whenever the last one is at its end. Two of three are
    launched while all are stopped: so it is the worker who freezes them."""

    hub: HubProcess
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    launched: list[str] = field(default_factory=list)
    below: str = ""
    """What stands below each text."""

    async def run(self) -> None:
        while not self.stopping.is_set():
            await self.launch(f"Campaign {len(self.launched) + 1}")
            await at_rest(self.hub.place)

    async def launch(self, name: str) -> None:
        """Its texts are its own: what somebody gets twice is seen."""
        stopped = len(self.launched) % 3 < 2
        draft = {
            "name": name,
            "audience": EVERYBODY,
            "channels": [self.hub.client.channel_id],
            "message": {"text": name + ' for {{ contact.name or "you" }}' + self.below},
            "schedule": "now",
            "quiet_hours": "off",
            "hold": {"open_conversation": False},
        }
        made = (await self.post("/campaigns", draft, key=name)).json["id"]
        if stopped:
            await self.post("/campaigns/stop", {})
        await self.post(f"/campaigns/{made}/launch", {})
        if stopped:
            await self.post("/campaigns/go", {})
        self.launched.append(made)

    async def post(self, path: str, body: Json, *, key: str = "") -> Reply:
        return await insist(self.hub, "POST", path, body, key)


async def insist(hub: HubProcess, method: str, path: str, body: Json, key: str = "") -> Reply:
    """Until the hub says that it has done so, whatever dies meanwhile."""
    headers = {"Idempotency-Key": key} if key else {}
    while True:
        await hub.up.wait()
        try:
            reply = await hub.client.ask(method, f"/api/v1{path}", json=body, headers=headers)
        except (ClientError, OSError):
            await asyncio.sleep(RETRY)
            continue
        if reply.status < 300:
            return reply
        assert reply.status == 503, reply.body
        await asyncio.sleep(RETRY)


async def at_rest(place: Place, within: float = DRAINED_WITHIN) -> None:
    """Wait until no campaign has anything to do; looked up in the database, from outside."""
    async with asyncio.timeout(within):
        while under_way(place):  # noqa: ASYNC110 - another process's database rings no bell here
            await asyncio.sleep(LOOK_AGAIN)


def under_way(place: Place) -> bool:
    unbegun = select(Occurrence.id).where(
        col(Occurrence.frozen_at).is_(None), col(Occurrence.missed_at).is_(None)
    )
    is_open = select(Recipient.contact_id).where(col(Recipient.state).in_(OPEN))
    held = select(Delivery.id).where(col(Delivery.state) == DeliveryState.HELD)
    with place.reading() as session:
        found = any(session.exec(one.limit(1)).all() for one in (unbegun, is_open, held))
    return found or waits(place)


async def met(hub: HubProcess, platform: Platform, people: list[Someone]) -> None:
    """They have written to us, and nobody says that anybody has had enough."""
    for person in people:
        platform.phone(person).start()
    await hub.start()
    async with asyncio.timeout(DRAINED_WITHIN):
        while len(platform.log.acknowledged()) < len(people):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN)
    await drained(hub.place)
    body = {"caps": {"day": None, "week": None}}
    await insist(hub, "PATCH", "/settings/sending", body)


@dataclass(slots=True)
class Trial:
    """A hub with its platform and its people, and how it dies."""

    hub: HubProcess
    platform: Platform
    people: list[Someone]
    dice: random.Random

    async def kill(self, deaths: Iterator[str], kills: int) -> Killed:
        """Let it die at each of `deaths`; stop at the first violation, else drain and look."""
        hub, found = self.hub, Killed()
        await met(hub, self.platform, self.people)
        await hub.kill()
        async with marketing(hub) as marketer:
            while found.kills < kills and not found.violations:
                hub.failpoints = next(deaths)
                await self._death()
                found.kills += 1
                found.violations = violations(hub.place, log=self.platform.log)
            marketer.stopping.set()
            hub.failpoints = ""
            await hub.start()
        if not found.violations:
            found.violations = violations(hub.place, log=self.platform.log, drained=True)
        return found

    async def _death(self) -> None:
        """It may die before it is ready."""
        try:
            await self.hub.start()
        except NotReady as ended:
            if ended.status != AT_ITS_FAILPOINT:
                raise
            return
        if self.hub.failpoints == ANYWHERE:
            await asyncio.sleep(self.dice.random() * LONGEST_LIFE)
            await self.hub.kill()
            return
        async with asyncio.timeout(30):
            assert await self.hub.died() == AT_ITS_FAILPOINT


@asynccontextmanager
async def marketing(hub: HubProcess) -> AsyncIterator[Marketer]:
    """Somebody who launches, and in the end waits until the last one has come to its own."""
    marketer = Marketer(hub)
    task = asyncio.create_task(marketer.run())
    try:
        yield marketer
        await task
    finally:
        task.cancel()
