"""Launches a campaign to the tea club and lets its people live it: one has complained and is held
until a colleague answers, one ends it in the middle, one presses a button."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog

from config.demo import club
from config.demo.fates import Fate, Standing, standing
from config.demo.gathering import Gathering
from config.demo.inbox import Colleague, Document
from config.demo.keeper import HubKeeper
from config.demo.parts import Part, Phase, Progress, Role
from config.demo.patience import LOOK_EVERY, patiently
from config.demo.phones import Phones
from config.demo.plug import LETTERS, Plug
from config.demo.witnesses import CampaignSide
from config.sandbox.calllog import CallLog
from scrm.kernel.errors import Conflict

log = structlog.get_logger()

T = TypeVar("T")

PREFLIGHT_SHOWN = 6.0
"""Seconds at speed 1 in which whoever watches can read it."""
ENDS_WITHIN = 240.0
PULLED_AT, LEFT_AT, PRESSED_AT = 0.1, 0.2, 0.35
"""Shares of the people who have got it by then."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Those who take part: `owner` launches, `agent` answers who complained."""

    keeper: HubKeeper
    owner: Colleague
    agent: Colleague
    gathering: Gathering
    plug: Plug
    log: CallLog
    channel_id: str
    speed: float


class Mailing:
    """One campaign at a time; `progress` is the latest."""

    def __init__(self, scene: Scene, changed: Callable[[], None]) -> None:
        self._scene = scene
        self._changed = changed
        self._looked = asyncio.Event()
        self._standing = Standing()
        self._names: dict[str, str] = {}
        self._complaint: Document = {}
        self._lot = ""
        self._begun = 0.0
        self.progress = Progress()

    @property
    def is_running(self) -> bool:
        return self.progress.phase not in (Phase.IDLE, Phase.DONE, Phase.LATE, Phase.FAILED)

    @property
    def side(self) -> CampaignSide | None:
        """By which the one that is being sent is counted."""
        if self.progress.phase is not Phase.SENDING:
            return None
        scene, numbers = self._scene, self._scene.gathering.numbers
        return CampaignSide(scene.owner, scene.log, self.progress.campaign_id, self._lot, numbers)

    async def run(self, *, pull: bool) -> None:
        """From the click to the finished report; with `pull` the hub is killed in the middle. Raises
        Conflict while one is under way."""
        if self.is_running or not self._scene.keeper.up.is_set():
            raise Conflict("The hub is down, or a campaign is under way already")
        self._begun = time.monotonic()
        self._lot = "№ " + "".join(secrets.choice(LETTERS) for _ in range(4))
        self._standing = Standing()
        self.progress = Progress(Phase.GATHERING)
        self._changed()
        try:
            async with asyncio.timeout(ENDS_WITHIN):
                await self._prepare()
                await self._send(pull=pull)
            self._tell(phase=Phase.DONE)
        except TimeoutError:
            self._tell(phase=Phase.LATE)
        except Exception:
            log.exception("the campaign broke off", action="demo.campaign_failed")
            self._tell(phase=Phase.FAILED)

    # Before it goes

    async def _prepare(self) -> None:
        """The people, somebody's complaint, the draft, its pre-flight, the launch."""
        scene, number = self._scene, await self._number()
        await scene.gathering.come(lambda known: self._tell(known=known))
        self._tell(phase=Phase.WELCOMING)
        await scene.gathering.put_aside(lambda welcomed: self._tell(welcomed=welcomed))
        complains = club.MEMBERS[number % club.SIZE]
        self._complaint = await scene.gathering.complain(complains)
        self._plays(Role.COMPLAINS, complains.name)
        draft = club.draft(number, self._lot, scene.channel_id)
        self._tell(phase=Phase.WRITING, name=draft["name"])
        made = await self._ask(
            lambda: scene.owner.post("/campaigns", draft, key=self._key("draft"))
        )
        path = f"/campaigns/{made['id']}"
        ahead = await self._ask(lambda: scene.owner.post(f"{path}/preflight", {}))
        self._tell(
            phase=Phase.PREFLIGHT,
            campaign_id=made["id"],
            slices=tuple(ahead["slices"]),
            lasts=ahead["seconds"],
        )
        await asyncio.sleep(PREFLIGHT_SHOWN / scene.speed)
        await self._ask(lambda: scene.owner.post(f"{path}/launch", {}))
        self._tell(phase=Phase.SENDING)

    async def _number(self) -> int:
        """One more than there are of its kind."""

        async def ask() -> int:
            found = [one["name"] async for one in self._scene.owner.all("/campaigns")]
            return 1 + sum(1 for name in found if name.startswith(club.NAME))

        return await self._ask(ask)

    # While it goes

    async def _send(self, *, pull: bool) -> None:
        """Follow it to its end, while its people act."""
        acts = [self._leave(), self._press(), self._answer()]
        if pull:
            acts.append(self._pull())
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(act) for act in acts]
            finished = False
            while not finished:
                finished = await self._look(ended=all(task.done() for task in tasks))
                await asyncio.sleep(LOOK_EVERY)

    async def _look(self, *, ended: bool) -> bool:
        """At everybody; whether it is finished."""
        scene, path = self._scene, f"/campaigns/{self.progress.campaign_id}"

        async def ask() -> tuple[list[Document], list[Document], str]:
            recipients = [one async for one in scene.owner.all(f"{path}/recipients")]
            replies = [one async for one in scene.owner.all(f"{path}/replies")]
            return recipients, replies, (await scene.owner.get(path))["state"]

        recipients, replies, state = await self._ask(ask)
        self._standing = standing(recipients, replies)
        self._names = {one["contact_id"]: one["name"] for one in recipients}
        self._tell(
            people=tuple(one.value for one in self._standing.people.values()),
            counts=self._standing.counts,
        )
        self._looked.set()
        return ended and state == "finished"

    async def _until(self, share: float) -> None:
        """So many of all have got it, or nobody waits for it any more."""
        while not self._standing.is_over and self._reached < share * club.SIZE:
            await self._next_look()

    async def _next_look(self) -> None:
        self._looked.clear()
        await self._looked.wait()

    @property
    def _reached(self) -> int:
        counts = self._standing.counts
        return sum(counts.get(one, 0) for one in (Fate.SENT, Fate.ANSWERED, Fate.UNKNOWN))

    # What people do

    async def _pull(self) -> None:
        await self._until(PULLED_AT)
        if not self._scene.plug.is_running:
            await self._scene.plug.pull(self.side)

    async def _leave(self) -> None:
        """The last of those who have not got it yet, of whom a Chinese word is expected."""
        await self._until(LEFT_AT)
        waiting = [self._names[one] for one in self._standing.of(Fate.WAITING)]
        others = [self._names[one] for one in self._standing.of(Fate.SENT)]
        who = next(one for one in [*reversed(waiting), *others] if self._language(one) == "zh")
        await self._phones.write(self._number_of(who), club.STOP)
        self._plays(Role.LEAVES, who)
        await self._comes_to(who, Fate.STOPPED)
        self._plays(Role.LEAVES, who, is_done=True)

    async def _press(self) -> None:
        """Somebody who has just got it; until the bot has answered and the rule has given its tag."""
        await self._until(PRESSED_AT)
        who = self._names[self._standing.of(Fate.SENT)[-1]]
        await self._phones.press(self._number_of(who), self._lot)
        self._plays(Role.PRESSES, who)
        contact = await self._comes_to(who, Fate.ANSWERED)
        while not (await self._is_keen(contact) and await self._is_thanked(who)):
            await self._next_look()
        self._plays(Role.PRESSES, who, is_done=True)

    async def _answer(self) -> None:
        """Once all others have it, a colleague answers who complained, who then gets it too."""
        await self._until(1)
        while self._scene.plug.is_running:
            await self._next_look()
        who = club.BY_NAME[self._complaint["contact"]["name"]]
        words = club.SORRY[who.language].format(name=who.name)
        path = f"/conversations/{self._complaint['id']}/messages"
        key = self._key("sorry")
        await self._ask(lambda: self._scene.agent.post(path, {"text": words}, key=key))
        await self._comes_to(who.name, Fate.SENT)
        self._plays(Role.COMPLAINS, who.name, is_done=True)

    async def _comes_to(self, name: str, fate: Fate) -> str:
        """Wait until somebody is there; the contact."""
        while True:
            for contact in self._standing.of(fate):
                if self._names[contact] == name:
                    return contact
            await self._next_look()

    async def _is_keen(self, contact: str) -> bool:
        path = f"/contacts/{contact}/tags"
        found = await self._ask(lambda: self._scene.owner.get(path))
        return any(one["name"] == club.KEEN for one in found["items"])

    async def _is_thanked(self, name: str) -> bool:
        chat = await self._phones.chat(self._number_of(name))
        return any(said.by_shop and said.mark in club.kept() for said in chat)

    # Small things

    @property
    def _phones(self) -> Phones:
        return self._scene.gathering.phones

    def _number_of(self, name: str) -> int:
        return self._scene.gathering.numbers[name]

    @staticmethod
    def _language(name: str) -> str:
        return club.BY_NAME[name].language if name in club.BY_NAME else ""

    async def _ask(self, ask: Callable[[], Awaitable[T]]) -> T:
        return await patiently(self._scene.keeper, ask)

    def _key(self, what: str) -> str:
        """By which a repetition is known."""
        return f"club {what} {self._lot}".encode().hex()

    def _plays(self, role: Role, name: str, *, is_done: bool = False) -> None:
        part = Part(str(self._number_of(name)), name, is_done)
        self._tell(parts={**self.progress.parts, role.value: part})

    def _tell(self, **what: Any) -> None:
        took = round(time.monotonic() - self._begun, 1)
        self.progress = replace(self.progress, took=took, **what)
        self._changed()
