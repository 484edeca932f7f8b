"""Compares the ledger with the database at the start of a hub, in portions: what only the ledger knows
is put in force, for the database is an older one, and what only the database knows is written down."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from typing import TypeVar

import structlog
from sqlmodel import Session

from scrm.consent.ledger import policy, service, store
from scrm.consent.ledger.book.service import Book
from scrm.consent.ledger.values import Line, Restored, Subject
from scrm.consent.replaying.service import put_in_force
from scrm.consent.tables import Suppression
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.staff import service as staff

log = structlog.get_logger()

PORTION = 1_000
PAGE = 10_000
_HUB = "hub"
T = TypeVar("T")
Hashed = Callable[[str], str]


class Replay:
    """To be run before anything is sent."""

    def __init__(self, database: Database, clock: Clock, book: Book, hashed: Hashed) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._hashed = hashed

    async def run(self) -> Restored:
        found = await asyncio.to_thread(self._book.standing)
        missing = await self._compared(found)
        lines = [line for one in missing.values() if (line := policy.read(one)) is not None]
        if not lines:
            return Restored(0, 0)
        wanted = {key for one in lines for key in (one.key, *one.also)}
        whose = await self._whose(wanted)
        people = strangers = 0
        for first in range(0, len(lines), PORTION):
            some = lines[first : first + PORTION]
            done = await self._database.write(partial(self._put, lines=some, whose=whose))
            people, strangers = people + done.people, strangers + done.strangers
        restored = Restored(people, strangers)
        await self._database.write(partial(self._told, restored=restored))
        return restored

    async def _compared(self, known: dict[Subject, bytes]) -> dict[Subject, bytes]:
        """What of the known the database lacks; what it has beyond is written down."""
        missing, after = dict(known), 0
        while True:
            rows = await self._database.read(partial(store.page, after=after, limit=PAGE))
            new = [one for one in rows if (one.key, one.purpose) not in known]
            if new:
                lines = await self._database.read(partial(self._lines, rows=new))
                await asyncio.to_thread(self._book.append, lines)
            for one in rows:
                missing.pop((one.key, one.purpose), None)
            if len(rows) < PAGE:
                return missing
            after = rows[-1].id

    def _lines(self, session: Session, rows: Collection[Suppression]) -> list[bytes]:
        return service.lines_of(session, rows, self._hashed)

    async def _whose(self, wanted: Collection[str]) -> dict[str, int]:
        """Nobody can be looked up by a hash: so that of everybody is made."""
        found: dict[str, int] = {}
        after: int | None = 0
        while after is not None:
            after = await self._database.read(
                partial(self._among_addresses, after=after, wanted=wanted, found=found)
            )
        after = 0
        while after is not None:
            after = await self._database.read(
                partial(self._among_people, after=after, wanted=wanted, found=found)
            )
        return found

    def _among_addresses(
        self, session: Session, after: int, wanted: Collection[str], found: dict[str, int]
    ) -> int | None:
        rows = store.all_addresses(session, after, PAGE)
        for _, who, address in rows:
            if (key := self._hashed(address)) in wanted:
                found[key] = who
        return rows[-1][0] if len(rows) == PAGE else None

    def _among_people(
        self, session: Session, after: int, wanted: Collection[str], found: dict[str, int]
    ) -> int | None:
        ids = store.all_people(session, after, PAGE)
        for one in ids:
            if (key := self._hashed(f"contact:{one}")) in wanted:
                found[key] = one
        return ids[-1] if len(ids) == PAGE else None

    def _put(self, session: Session, lines: list[Line], whose: dict[str, int]) -> Restored:
        return put_in_force(session, lines, whose, self._hashed, self._clock.now())

    def _told(self, session: Session, restored: Restored) -> None:
        counts = {"people": str(restored.people), "strangers": str(restored.strangers)}
        staff.audit(session, _HUB, "opt_outs.restored", self._clock.now(), **counts)
        log.warning("opt-outs put in force again", action="hub.opt_outs_restored", **counts)
