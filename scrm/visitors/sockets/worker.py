"""Tells visitors what was said: commits ring it, and one look at the database serves all sockets
that have something to hear."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlmodel import Session

from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.values import RawEvent
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.ids import first_id_at
from scrm.kernel.signals import Signal
from scrm.live.service import Live
from scrm.visitors import service as visitors
from scrm.visitors import store
from scrm.visitors.hours.service import Offices
from scrm.visitors.mail import service as mail
from scrm.visitors.mail.store import MOST_LETTERS
from scrm.visitors.mail.values import NEVER, Box, Want
from scrm.visitors.policy import Paces
from scrm.visitors.ratings import service as ratings
from scrm.visitors.sockets.lobby.service import Lobby
from scrm.visitors.sockets.service import Key, Socket, Thread, Viewed
from scrm.visitors.sockets.telling.service import ask_rating, tell

log = structlog.get_logger()

TOPIC = "visitors"
MOST_IN_LOOK = 200
LONGEST_SLEEP = 20.0
YOUNG = timedelta(minutes=1)
"""A conversation that we do not know may be a visitor's for so long after it began."""
MOST_STRANGE = 10_000
PUT_OFF_FOR = 10.0
"""Seconds until a thread is looked at again whose look failed by itself."""

Accept = Callable[[OpenChannel, Sequence[RawEvent]], Awaitable[None]]
"""The way in: returns once the events are committed, raises Unavailable."""


class Postman:
    """One for the process. Everything but the looks happens on the event loop, without waiting."""

    def __init__(self, database: Database, clock: Clock, bell: Doorbell) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell
        self._threads: dict[Key, Thread] = {}
        self._by_conversation: dict[int, Thread] = {}
        self._by_waiting: dict[int, Thread] = {}
        self._dirty: dict[Key, Thread] = {}
        self._heard: dict[str, set[int]] = {"conversation": set(), "message": set(), "read": set()}
        self._strange: dict[int, None] = {}
        self._looking = False
        self._put_off: list[Thread] = []
        """Threads whose look failed where that of others did not."""
        self._again_at = math.inf
        self.looks = 0
        """How often it has looked: fewer times than there are sockets to tell."""

    def hear(self, signals: Sequence[Signal]) -> None:
        """After a commit. What is heard during a look may be about a thread that the look opens:
        it is kept until then."""
        if not self._threads:
            return
        for topic, key in signals:
            if topic in self._heard and (self._looking or self._concerns(topic, key)):
                self._heard[topic].add(key)
                self._bell.ring(TOPIC)

    def _concerns(self, topic: str, key: int) -> bool:
        if topic == "message":
            return key in self._by_waiting
        return key in self._by_conversation or (topic == "conversation" and self._may_be_new(key))

    def _may_be_new(self, conversation_id: int) -> bool:
        """A colleague may have begun it with somebody who is here now."""
        youngest = first_id_at(self._clock.now() - YOUNG)
        return conversation_id >= youngest and conversation_id not in self._strange

    def join(self, socket: Socket) -> Thread:
        """From here on the socket's visitor has a thread here."""
        key = (socket.guest.channel_id, socket.guest.address)
        thread = self._threads.setdefault(key, Thread(key))
        thread.sockets.add(socket)
        return thread

    def leave(self, socket: Socket) -> None:
        key = (socket.guest.channel_id, socket.guest.address)
        thread = self._threads.get(key)
        if thread is None:
            return
        thread.sockets.discard(socket)
        if thread.is_idle:
            self._forget(thread)

    def _forget(self, thread: Thread) -> None:
        """Unless its visitor has come back meanwhile, under a thread of its own."""
        for known in (self._threads, self._dirty):
            if known.get(thread.key) is thread:
                del known[thread.key]
        self._unmap(thread)

    async def opened(self, socket: Socket) -> Thread:
        """The thread of a socket, once it has been looked at."""
        thread = self.join(socket)
        if thread.box is None:
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            thread.openers.append(done)
            self.ask(thread)
            await done
        return thread

    def ask(self, thread: Thread) -> None:
        """Have it looked at."""
        self._dirty[thread.key] = thread
        self._bell.ring(TOPIC)

    def thread_of(self, socket: Socket) -> Thread | None:
        return self._threads.get((socket.guest.channel_id, socket.guest.address))

    def at(self, conversation_id: int) -> list[Socket]:
        """Those who hear what is said in a conversation."""
        thread = self._by_conversation.get(conversation_id)
        return [] if thread is None else thread.live()

    async def step(self) -> None:
        """Look for all who want to know, or wait until somebody does."""
        await self._notice()
        now = asyncio.get_running_loop().time()
        if now >= self._again_at:
            self._mark_again(self._put_off)
            self._put_off, self._again_at = [], math.inf
        taken = list(self._dirty.values())[:MOST_IN_LOOK]
        if not taken:
            await self._bell.wait(TOPIC, min(LONGEST_SLEEP, self._again_at - now))
            return
        for thread in taken:
            del self._dirty[thread.key]
        try:
            await self._look(taken)
        except (Unavailable, asyncio.CancelledError):
            self._mark_again(taken)
            raise
        except Exception:
            log.exception("look failed", action="visitors.look_failed", count=len(taken))
            await self._look_one_by_one(taken)

    async def _look_one_by_one(self, threads: Sequence[Thread]) -> None:
        """One that fails harms no other; it is put off."""
        left = list(threads)
        try:
            while left:
                try:
                    await self._look(left[:1])
                except (Unavailable, asyncio.CancelledError):
                    raise
                except Exception:
                    log.exception("thread put off", action="visitors.thread_put_off")
                    self._put_off += left[:1]
                    self._again_at = asyncio.get_running_loop().time() + PUT_OFF_FOR
                del left[0]
        finally:
            self._mark_again(left)

    def _mark_again(self, threads: Sequence[Thread]) -> None:
        """What no look has come of is looked at again, or forgotten where nobody wants that."""
        for thread in threads:
            if self._threads.get(thread.key) is not thread:
                continue
            if thread.is_idle:
                self._forget(thread)
            else:
                self._mark(thread)

    async def _notice(self) -> None:
        """Turn what was heard into threads that want a look."""
        heard, self._heard = self._heard, {topic: set() for topic in self._heard}
        for key in heard["message"] & self._by_waiting.keys():
            self._mark(self._by_waiting[key])
        for key in (heard["conversation"] | heard["read"]) & self._by_conversation.keys():
            self._mark(self._by_conversation[key])
        for key in heard["read"] & self._by_conversation.keys():
            self._by_conversation[key].wants_read = True
        unknown = heard["conversation"] - self._by_conversation.keys()
        if young := [key for key in unknown if self._may_be_new(key)]:
            try:
                await self._meet(young)
            except BaseException:
                self._heard["conversation"].update(young)
                raise

    def _mark(self, thread: Thread) -> None:
        self._dirty[thread.key] = thread

    async def _meet(self, conversation_ids: Sequence[int]) -> None:
        """Conversations that began just now: whose they are is asked once."""
        whose = await self._database.read(lambda s: store.addresses(s, conversation_ids))
        self._strange |= dict.fromkeys(one for one in conversation_ids)
        while len(self._strange) > MOST_STRANGE:
            del self._strange[next(iter(self._strange))]
        for key in whose:
            if key in self._threads:
                self._mark(self._threads[key])

    async def _look(self, threads: Sequence[Thread]) -> None:
        wants = [thread.want() for thread in threads]
        pages = [page for thread in threads for page in thread.pages]
        seen = {thread.key: len(thread.pages) for thread in threads}
        now = self._clock.now()
        self._looking = True
        try:
            boxes, due = await self._database.write(
                partial(_work, wants=wants, pages=pages, now=now)
            )
        finally:
            self._looking = False
        self.looks += 1
        for thread, want, box in zip(threads, wants, boxes, strict=True):
            del thread.pages[: seen[thread.key]]
            if thread.read == want.read:
                thread.read = 0
            self._hand_out(thread, want, box)
            ask_rating(thread, box.resolved if box and box.resolved in due else None)

    def _hand_out(self, thread: Thread, want: Want, box: Box | None) -> None:
        for opener in thread.openers:
            if not opener.done():
                opener.set_result(None)
        thread.openers.clear()
        if self._threads.get(thread.key) is not thread:  # all its sockets left during the look
            return
        if box is not None:
            self._remap(thread, box)
            if want.asks_read:
                thread.wants_read = False
            tell(thread, box, want)
            if len(box.letters) == MOST_LETTERS or (want.since == NEVER and thread.live()):
                self.ask(thread)  # there is more, or somebody listens who did not when it began
        if thread.is_idle:
            self._forget(thread)

    def _remap(self, thread: Thread, box: Box) -> None:
        self._unmap(thread)
        thread.box = box
        for conversation_id in box.floors:
            self._by_conversation[conversation_id] = thread
        for message_id in box.waiting:
            self._by_waiting[message_id] = thread

    def _unmap(self, thread: Thread) -> None:
        if thread.box is None:
            return
        for known, keys in (
            (self._by_conversation, thread.box.floors),
            (self._by_waiting, thread.box.waiting),
        ):
            for key in keys:
                if known.get(key) is thread:
                    del known[key]


def _work(
    session: Session, *, wants: Sequence[Want], pages: Sequence[Viewed], now: datetime
) -> tuple[list[Box | None], set[int]]:
    """How things stand, and which conversations the visitors may be asked to rate."""
    for guest, viewed in pages:
        visitors.look_at(session, guest, viewed, now)
    boxes = mail.look(session, wants, now)
    resolved = [box.resolved for box in boxes if box is not None and box.resolved is not None]
    return boxes, ratings.due(session, resolved, now)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a visitor's connection has to do with."""

    database: Database
    clock: Clock
    registry: Registry
    accept: Accept
    live: Live
    lobby: Lobby
    postman: Postman
    offices: Offices
    messages: Paces
    messages_per_address: Paces
    pages: Paces
    links: Paces
