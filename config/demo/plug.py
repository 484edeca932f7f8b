"""Pull the plug: everybody writes, colleagues answer, and in the middle the hub is killed."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import structlog

from config.demo import cast, club
from config.demo.browsers import Browser
from config.demo.correspondents import Correspondent
from config.demo.counting import CampaignTally, Message, Tally, Witness, count
from config.demo.inbox import Colleague, HubAway
from config.demo.keeper import HubKeeper
from config.demo.patience import LOOK_EVERY, patiently
from config.demo.phones import Phones
from config.demo.witnesses import BrowserSide, CampaignSide, HubSide, PlatformSide, tagged
from config.sandbox.calllog import CallLog
from scrm.kernel.errors import Conflict

log = structlog.get_logger()

MESSAGES = 200
STORM = 5.0
"""Seconds in which they are written."""
KILL_AFTER = 2.5
REPLIES_EACH = 2
FIRST_REPLY = 500
ANSWERS_AFTER = 0.25
"""Seconds the platform takes to answer a reply, about as the real one: so that there is always
one on the wire when the hub dies."""
SETTLES_WITHIN = 60.0
WITH_A_CAMPAIGN = 40.0
"""Seconds more; it goes on at the platform's rate."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Phase(StrEnum):
    """How far a run is."""

    IDLE = "idle"
    STORM = "storm"
    DARK = "dark"
    CATCHING_UP = "catching_up"
    DONE = "done"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the stage shows of a run. Seconds count from the kill."""

    phase: Phase = Phase.IDLE
    run: str = ""
    messages: int = MESSAGES
    dark_seconds: float = 0.0
    settled_seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)
    campaign: CampaignTally | None = None
    """Of the campaign that was being sent, where there was one."""

    @property
    def is_clean(self) -> bool:
        return self.tally.is_clean and (self.campaign is None or self.campaign.is_clean)

    @property
    def is_settled(self) -> bool:
        """Everything is where it belongs, or on nobody's way any more."""
        waits = self.campaign is not None and (
            self.campaign.campaign_waiting or self.campaign.campaign_lost
        )
        return self.tally.is_settled and not self.tally.replies_lost and not waits


@dataclass(frozen=True, slots=True)
class Scene:
    """Those who take part."""

    phones: Phones
    keeper: HubKeeper
    colleagues: Sequence[Colleague]
    crowd: Sequence[Correspondent]
    """Half of them by phone, half at the shop's site."""
    log: CallLog

    @property
    def browsers(self) -> list[Browser]:
        return [one for one in self.crowd if isinstance(one, Browser)]


@dataclass(frozen=True, slots=True)
class CustomersSide:
    """All witnesses together."""

    platform: PlatformSide
    browsers: BrowserSide

    def look(self) -> Witness:
        return self.platform.look().with_also(self.browsers.look())


class Plug:
    """One run at a time; `progress` is the latest."""

    def __init__(self, scene: Scene, changed: Callable[[], None]) -> None:
        self._scene = scene
        self._changed = changed
        self.progress = Progress()
        self._accepted: set[Message] = set()
        self._campaign: CampaignSide | None = None
        self._killed_at = 0.0

    @property
    def is_running(self) -> bool:
        return self.progress.phase in (Phase.STORM, Phase.DARK, Phase.CATCHING_UP)

    async def pull(self, campaign: CampaignSide | None = None) -> None:
        """Run it all, in the middle of a campaign where one is given; `progress` tells how it goes.
        Raises Conflict while one is under way."""
        if self.is_running or not self._scene.keeper.up.is_set():
            raise Conflict("The hub is down, or the plug is being pulled already")
        run = "".join(secrets.choice(LETTERS) for _ in range(4))
        self._accepted, self._campaign = set(), campaign
        self._tell(Progress(Phase.STORM, run))
        begun = len(self._scene.log.lines())
        scene = self._scene
        customers = CustomersSide(
            PlatformSide(scene.log, run, begun), BrowserSide(scene.browsers, run)
        )
        hub = HubSide(scene.colleagues[0], run, scene.crowd, club.BY_NAME)
        try:
            await self._scene.phones.answer_slowly(ANSWERS_AFTER)
            await self._play(customers, hub)
        except Exception:
            log.exception("the run broke off", action="demo.plug_failed")
            self._tell(replace(self.progress, phase=Phase.FAILED))
        finally:
            if self.is_running:  # whoever waited for it has given up
                self._tell(replace(self.progress, phase=Phase.FAILED))
            await self._scene.phones.answer_slowly(0)

    async def _play(self, customers: CustomersSide, hub: HubSide) -> None:
        async with asyncio.TaskGroup() as group:
            attending = [group.create_task(who.attend()) for who in self._scene.crowd]
            acting = [
                group.create_task(self._storm(hub.run)),
                group.create_task(self._answer(hub)),
                group.create_task(self._kill()),
            ]
            await self._watch(customers, hub, acting)
            for task in acting + attending:
                task.cancel()

    # The customers

    async def _storm(self, run: str) -> None:
        """Messages at an even pace, each customer's in order."""
        people = self._scene.crowd
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for place, who in enumerate(people):
                group.create_task(self._write(who, place, len(people), run, begun))

    async def _write(
        self, who: Correspondent, place: int, people: int, run: str, begun: float
    ) -> None:
        for number in range(place, MESSAGES, people):
            await asyncio.sleep(begun + STORM * number / MESSAGES - time.monotonic())
            words = cast.CROWD_ASKS[number % len(cast.CROWD_ASKS)]
            await who.write(tagged(words, run, number))

    # The colleagues

    async def _answer(self, hub: HubSide) -> None:
        """Answer at an even pace too, each customer whose conversation is in the inbox by then."""
        begun = time.monotonic()
        replies = REPLIES_EACH * len(self._scene.crowd)
        turns: Counter[str] = Counter()
        async with asyncio.TaskGroup() as group:
            for number in range(replies):
                await asyncio.sleep(begun + STORM * number / replies - time.monotonic())
                conversation_id, who = await self._next_customer(hub, turns)
                turns[who] += 1
                group.create_task(self._reply(conversation_id, who, number, hub.run))

    async def _next_customer(self, hub: HubSide, turns: Counter[str]) -> tuple[str, str]:
        """Who has written in this run and was answered least."""
        while True:
            try:
                waiting = await hub.conversations_of_run()
            except HubAway:
                waiting = {}
            if waiting:
                return min(waiting.items(), key=lambda found: turns[found[1]])
            await asyncio.sleep(LOOK_EVERY)

    async def _reply(self, conversation_id: str, who: str, number: int, run: str) -> None:
        colleague = self._scene.colleagues[number % len(self._scene.colleagues)]
        words = cast.CROWD_ANSWERS[number % len(cast.CROWD_ANSWERS)]
        text = tagged(words, run, FIRST_REPLY + number)
        await self._post(colleague, conversation_id, text)
        self._accepted.add((who, text))

    async def _post(self, colleague: Colleague, conversation_id: str, text: str) -> None:
        """Until the hub says that it has it; the key makes a repetition the same reply."""
        path, key = (
            f"/conversations/{conversation_id}/messages",
            f"plug {text}".encode().hex()[:200],
        )
        await patiently(self._scene.keeper, lambda: colleague.post(path, {"text": text}, key=key))

    # The accident

    async def _kill(self) -> None:
        await asyncio.sleep(KILL_AFTER)
        self._killed_at = time.monotonic()
        await self._scene.keeper.pull_the_plug()
        self._tell(replace(self.progress, phase=Phase.DARK))
        await self._scene.keeper.up.wait()
        dark = time.monotonic() - self._killed_at
        self._tell(replace(self.progress, phase=Phase.CATCHING_UP, dark_seconds=round(dark, 2)))

    # The count

    async def _watch(
        self, customers: CustomersSide, hub: HubSide, acting: Sequence[asyncio.Task[None]]
    ) -> None:
        """Count again and again until everything is where it belongs, or it takes too long. A reply
        that nobody has may still come: a browser whose line broke has not asked again yet."""
        ends = time.monotonic() + SETTLES_WITHIN + (WITH_A_CAMPAIGN if self._campaign else 0)
        phase = None
        while phase is None:
            ended = all(task.done() for task in acting)  # what ends during the count is not in it
            tally = await self._count(customers, hub)
            self._tell(replace(self.progress, tally=tally, campaign=await self._count_campaign()))
            if ended and self.progress.is_settled:
                phase = Phase.DONE
            elif time.monotonic() > ends:
                phase = Phase.LATE
            else:
                await asyncio.sleep(LOOK_EVERY)
        settled = round(time.monotonic() - self._killed_at, 2)
        if phase is Phase.DONE:
            await hub.put_aside()
        self._tell(replace(self.progress, phase=phase, settled_seconds=settled))

    async def _count(self, customers: CustomersSide, hub: HubSide) -> Tally:
        """What was acknowledged, or taken over, *before* the inbox was read must be in it; what
        the inbox calls sent must be with the customer *after*. Without a hub its side stays as it was."""
        before, accepted = customers.look(), frozenset(self._accepted)
        try:
            inbox = await hub.look()
        except HubAway:
            written, known = len(before.written), len(before.acknowledged)
            return replace(
                self.progress.tally, written=written, acknowledged=known, waiting=written - known
            )
        after = customers.look()
        return count(replace(before, delivered=after.delivered), inbox, accepted)

    async def _count_campaign(self) -> CampaignTally | None:
        """Without a hub the figures stay as they were."""
        if self._campaign is None:
            return None
        try:
            return await self._campaign.look()
        except HubAway:
            return self.progress.campaign

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        self._changed()
