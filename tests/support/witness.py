"""What a harness knows from outside: which events were acknowledged, and what each of them said."""

import asyncio
import random
from dataclasses import dataclass, field

from aiohttp import ClientError

from tests.support.cast import Json, Someone, Telegram
from tests.support.process import RETRY, HubProcess


@dataclass(slots=True)
class Witness:
    """Texts by update id. `acknowledged` holds only what was answered 200."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)

    def saw(self, update: Json, status: int) -> None:
        if status == 200:
            self.acknowledged[str(update["update_id"])] = update["message"]["text"]
        elif status != 503:
            self.refused.append(status)


@dataclass(slots=True)
class Senders:
    """Simulated platforms that push until they hear 200, and now and then push again."""

    process: HubProcess
    witness: Witness
    dice: random.Random
    telegram: Telegram = field(default_factory=Telegram)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, people: list[Someone]) -> None:
        """One sender for each person, until `stopping`; then each ends with what it has begun."""
        async with asyncio.TaskGroup() as group:
            for person in people:
                group.create_task(self._send(person))

    async def _send(self, person: Someone) -> None:
        pushed: list[Json] = []
        while not self.stopping.is_set():
            update = self.telegram.says(person, f"{person.id} says {len(pushed) + 1}")
            pushed.append(update)
            await self._push(update)
            if self.dice.random() < 0.1:  # at once, or one from long ago
                await self._push(self.dice.choice((update, self.dice.choice(pushed))))
            await asyncio.sleep(self.dice.random() * 0.02)  # the pace of a crowd, not a wait

    async def _push(self, update: Json) -> None:
        while True:
            await self.process.up.wait()
            try:
                reply = await self.process.client.push(update)
            except (ClientError, OSError):
                await asyncio.sleep(RETRY)
                continue
            self.witness.saw(update, reply.status)
            if reply.status == 200:
                return
