"""Small things that many want done at once, done in sets: whatever queued while the last commit ran
is the next one. Only what can wait, and comes soon after others, waits for more."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.engines import has_collided
from scrm.kernel.errors import Unavailable

A = TypeVar("A")
R = TypeVar("R")
_Item = tuple[A, asyncio.Future[R]]

MOMENT = 0.1
"""Seconds between two sets of what can wait; a commit costs as much for one as for some."""
WORTH = 64
"""So many are worth a commit of their own."""


class Together(Generic[A, R]):
    """`work` does a set of items in one unit and returns what came of each, in their order. A set
    that fails, or that meets a row which somebody else holds, is done one by one: so what is wrong
    with an item is told to who brought it, and holds up no other.

    With `spares` what nobody waits for any more is not begun.
    """

    def __init__(
        self,
        database: Database,
        work: Callable[[Session, Sequence[A]], Sequence[R]],
        most: int,
        *,
        spares: bool = False,
    ) -> None:
        self._database = database
        self._work = work
        self._most = most
        self._spares = spares
        self._waiting: deque[_Item[A, R]] = deque()
        self._running: asyncio.Task[None] | None = None
        self._now = asyncio.Event()
        self._latest = 0.0

    async def do(self, item: A, *, can_wait: bool = False) -> R:
        """What came of it, once that is committed. What `can_wait` may be done a moment later, with
        others. Raises what `work` raises of it alone, and Unavailable."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        entry = (item, done)
        self._waiting.append(entry)
        if not can_wait or len(self._waiting) >= WORTH:
            self._now.set()
        if self._running is None:
            self._running = loop.create_task(self._run())
        try:
            return await done
        except asyncio.CancelledError:
            self._leave(entry)
            raise

    def _leave(self, entry: _Item[A, R]) -> None:
        """Who waits in line and is cancelled may be so because the hub ends: what has to be done all
        the same goes to the database at once, which finishes what it has."""
        if entry in self._waiting and not self._spares:
            self._waiting.remove(entry)
            self._database.leave(lambda s: self._all(s, [entry[0]]))

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                await self._do(self._taken())
        except BaseException as error:
            _tell(self._waiting, error)
            self._waiting.clear()
            raise
        finally:
            self._running = None

    async def _gather(self) -> None:
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._latest + MOMENT):
                await self._now.wait()
        self._latest = loop.time()

    def _taken(self) -> list[_Item[A, R]]:
        most = min(self._most, len(self._waiting))
        taken = [self._waiting.popleft() for _ in range(most)]
        if not self._waiting:
            self._now.clear()
        return [one for one in taken if not (self._spares and one[1].done())]

    async def _do(self, some: Sequence[_Item[A, R]]) -> None:
        items = [item for item, _ in some]
        try:
            found = list(await self._database.write(lambda s: self._all(s, items)) if items else [])
        except BaseException as error:
            if len(some) > 1 and _may_go_alone(error):
                for one in some:
                    await self._do([one])
                return
            _tell(some, error)
            if not isinstance(error, Exception):
                raise
            return
        for (_, done), result in zip(some, found, strict=True):
            if not done.done():
                done.set_result(result)

    def _all(self, session: Session, items: Sequence[A]) -> Sequence[R]:
        found = self._work(session, items)
        if len(found) != len(items):
            raise ValueError(f"{len(found)} answers to {len(items)} items")
        return found


def _may_go_alone(error: BaseException) -> bool:
    """Who is told that the database takes nothing comes again later; one row that is held does not
    mean that."""
    if isinstance(error, Unavailable):
        return error.__cause__ is not None and has_collided(error.__cause__)
    return isinstance(error, Exception)


def _tell(some: Iterable[_Item[A, R]], error: BaseException) -> None:
    told = error if isinstance(error, Exception) else Unavailable("The hub is stopping")
    for _, done in some:
        if not done.done():
            done.set_exception(told)
