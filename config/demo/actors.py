"""Plays the cast: each customer lives a line after the other, and hears what the shop answers."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence

import structlog
from aiohttp import ClientError

from config.demo import house
from config.demo.correspondents import Correspondent
from config.demo.inbox import Colleague, HubAway
from config.demo.story import Cue, Line, Said, Step, next_step

log = structlog.get_logger()

TRY_AGAIN = 1.0
ARRIVES_WITHIN = 5.0
"""Seconds until a colleague tries again; the same words, which the hub then knows already."""

BOTS = house.bots_words()
"""What the bot says is no answer to anybody of the story."""

Answered = Callable[[str, str], None]
"""Told the customer's key and the words, when the shop's answer has reached them."""


class Actor:
    """One customer, with a phone or at the shop's site."""

    def __init__(
        self,
        who: Correspondent,
        lines: Sequence[Line],
        *,
        workers: Mapping[str, "Desk"],
        speed: float,
        answered: Answered,
    ) -> None:
        self._who = who
        self._lines = lines
        self._workers = workers
        self._speed = speed
        self._answered = answered
        self._changed = asyncio.Event()

    async def live(self) -> None:
        """Until cancelled, or the story is over and nobody listens any more."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._who.attend())
            group.create_task(self._listen())
            group.create_task(self._play())

    async def _listen(self) -> None:
        async for words in self._who.listen():
            if words is not None:
                self._answered(self._who.key, words)
            self._changed.set()

    async def _play(self) -> None:
        while True:
            self._changed.clear()
            step = await self._next()
            if step is None or not step.ready:
                await self._changed.wait()
            elif not await self._interrupted(step.line.after / self._speed):
                await self._say(step.line)

    async def _next(self) -> Step | None:
        chat: list[Said] = await self._who.chat()
        return next_step(self._lines, [said for said in chat if said.mark not in BOTS])

    async def _interrupted(self, seconds: float) -> bool:
        """Wait; whether something happened meanwhile that may change what is to be said."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def _say(self, line: Line) -> None:
        if line.cue is not Cue.COLLEAGUE:
            await self._who.say(line)
            return
        try:
            await self._workers[line.by].answer(self._who, line.words)
        except (HubAway, ClientError) as away:
            log.debug("a colleague waits for the hub", action="demo.colleague_waits", why=str(away))
            await asyncio.sleep(TRY_AGAIN)  # there is nothing that would tell
            return
        await self._interrupted(ARRIVES_WITHIN)


class Desk:
    """A colleague who takes the conversations of the story that are this colleague's."""

    def __init__(self, colleague: Colleague) -> None:
        self._colleague = colleague

    async def answer(self, customer: Correspondent, words: str) -> None:
        """Take the customer's conversation and write; once, however often it is tried."""
        conversation = await self._conversation_with(customer)
        if conversation is None:
            raise HubAway("the message is not in the inbox yet")
        me = (await self._colleague.get("/me"))["user"]["id"]
        await self._colleague.patch(f"/conversations/{conversation}", {"assignee_id": me})
        path = f"/conversations/{conversation}/messages"
        key = hashlib.sha256(f"{customer.key} {words}".encode()).hexdigest()
        await self._colleague.post(path, {"text": words}, key=key)

    async def _conversation_with(self, customer: Correspondent) -> str | None:
        channel = customer.channel_id
        async for found in self._colleague.all("/conversations", channel=channel):
            path = f"/contacts/{found['contact_id']}/identities"
            async for identity in self._colleague.all(path):
                if customer.is_behind(identity):
                    return str(found["id"])
        return None
