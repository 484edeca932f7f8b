"""The push stream: a bounded memory of what changed, rendered for each reader when it is told.

A reader holds a place in that memory, so a slow one costs no queue: it is told less
often, and one that falls behind the memory is told to fetch everything anew.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex

from aiohttp import web
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.signals import Signal
from scrm.live.values import Reader, Renderer, Told

REMEMBERED = 5_000
MOST_AT_ONCE = 200


class Live:
    """What changed in this process, by place. Places of another process are not comparable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._boot = token_hex(4)
        self._memory: deque[Signal] = deque(maxlen=REMEMBERED)
        self._place = 0
        self._news = asyncio.Event()
        self._renderers: dict[str, Renderer] = {}
        database.listen(self.hear)

    def register(self, topic: str, renderer: Renderer) -> None:
        self._renderers[topic] = renderer

    def hear(self, signals: Sequence[Signal]) -> None:
        """Remember what changed; called on the event loop after each commit."""
        known = [signal for signal in signals if signal.topic in self._renderers]
        if known:
            self._memory.extend(known)
            self._place += len(known)
            self._news.set()
            self._news = asyncio.Event()

    @property
    def now(self) -> int:
        """The place behind everything that is known."""
        return self._place

    @property
    def place(self) -> str:
        return self.id_at(self._place)

    def id_at(self, place: int) -> str:
        return f"{self._boot}-{place}"

    def place_of(self, last_event_id: str) -> int | None:
        """The place in an id of ours; None where it is of another process or forgotten."""
        boot, _, number = last_event_id.partition("-")
        if boot != self._boot or not number.isdecimal():
            return None
        place = int(number)
        return place if self._place - len(self._memory) <= place <= self._place else None

    def wake(self) -> None:
        """Have everybody who waits look around: the hub stops."""
        self._news.set()

    async def wait(self, place: int, at_most: float) -> bool:
        """Until there is something behind `place`; False after `at_most` seconds of silence."""
        news = self._news
        if place < self._place:
            return True
        try:
            async with asyncio.timeout(at_most):
                await news.wait()
        except TimeoutError:
            return False
        return True

    async def tell(self, reader: Reader, place: int) -> tuple[list[Told], int]:
        """What is behind `place` as this reader sees it, and the new place.

        Raises LookupError where the memory does not reach back so far.
        """
        behind = self._place - place
        if behind > len(self._memory):
            raise LookupError("forgotten")
        start = len(self._memory) - behind
        signals = [
            self._memory[n] for n in range(start, min(start + MOST_AT_ONCE, len(self._memory)))
        ]
        by_topic: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for signal in signals:
            by_topic[signal.topic][signal.key] = None

        def look(session: Session) -> list[Told]:
            return [
                told
                for topic, keys in by_topic.items()
                for told in self._renderers[topic](session, reader, list(keys))
            ]

        return await self._database.read(look), place + len(signals)


LOOKS_FOR = 40.0
TYPES_FOR = 6.0


@dataclass(frozen=True, slots=True)
class Looker:
    """A colleague at a conversation, until `leaves` goes off."""

    name: str
    leaves: asyncio.TimerHandle


class Presence:
    """Who looks at which conversation, and who types; kept in memory only, on the event loop."""

    def __init__(self, live: Live, looks_for: float = LOOKS_FOR) -> None:
        self._live = live
        self._looks_for = looks_for
        self._looking: dict[int, dict[int, Looker]] = {}
        self._typing: dict[tuple[int, int], float] = {}
        self._told_of_typing: list[Callable[[int, str], None]] = []

    def listen_to_typing(self, listener: Callable[[int, str], None]) -> None:
        """Have `listener` told in which conversation a colleague types, and the colleague's name."""
        self._told_of_typing.append(listener)

    def look(self, conversation_id: int, user_id: int, name: str) -> None:
        """This colleague looks at it for the next seconds, and at nothing else."""
        for other in [one for one in self._looking if one != conversation_id]:
            self.leave(other, user_id)
        users = self._looking.setdefault(conversation_id, {})
        known = users.get(user_id)
        if known is not None:
            known.leaves.cancel()
        loop = asyncio.get_running_loop()
        leaves = loop.call_later(self._looks_for, self.leave, conversation_id, user_id)
        users[user_id] = Looker(name, leaves)
        if known is None:
            self._live.hear([Signal("presence", conversation_id)])

    def leave(self, conversation_id: int, user_id: int) -> None:
        """This colleague no longer looks at it."""
        users = self._looking.get(conversation_id, {})
        gone = users.pop(user_id, None)
        if gone is None:
            return
        gone.leaves.cancel()
        self._typing.pop((conversation_id, user_id), None)
        if not users:
            del self._looking[conversation_id]
        self._live.hear([Signal("presence", conversation_id)])

    def types(self, conversation_id: int, user_id: int, name: str) -> None:
        self.look(conversation_id, user_id, name)
        self._typing[(conversation_id, user_id)] = time.monotonic() + TYPES_FOR
        self._live.hear([Signal("typing", conversation_id)])
        for listener in self._told_of_typing:
            listener(conversation_id, name)

    def typing_at(self, conversation_id: int) -> set[str]:
        """The colleagues who type there now."""
        now = time.monotonic()
        self._typing = {key: until for key, until in self._typing.items() if until > now}
        return {str(user) for conversation, user in self._typing if conversation == conversation_id}

    def at(self, conversation_id: int) -> list[dict[str, str]]:
        """The colleagues who look at it now."""
        users = self._looking.get(conversation_id, {})
        return [{"id": str(one), "name": looker.name} for one, looker in users.items()]


PRESENCE = web.AppKey("presence", Presence)
