"""Takes bytes off the shelf that nobody needs any more."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from scrm.files.forgetting import store
from scrm.files.service import PLACING, FileShelf
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database

AT_ONCE = 500
PUT_WITHIN = timedelta(minutes=2)
"""Whoever puts a file on the shelf has its row soon after: a younger file may be another's."""


class Remover:
    """Done in pieces, behind the commits that made files unneeded: a file is no row that comes back
    when a commit fails."""

    def __init__(self, database: Database, shelf: FileShelf, clock: Clock) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock

    async def step(self) -> int:
        """Returns how many were taken off."""
        hashes = await self._database.read(lambda s: store.unneeded(s, AT_ONCE))
        if not hashes:
            return 0
        needed = await self._database.read(lambda s: store.needed(s, hashes))
        free = [one for one in hashes if one not in needed]
        gone = await asyncio.to_thread(_remove, self._shelf, free, self._clock.now() - PUT_WITHIN)
        settled = {*gone, *needed}
        if settled:
            await self._database.write(lambda s: store.settle(s, settled))
        return len(gone)


def _remove(shelf: FileShelf, hashes: Iterable[str], before: datetime) -> list[str]:
    """Those that are not there any more, now or before."""
    gone = []
    for sha256 in hashes:
        path = shelf.path(sha256)
        with PLACING:
            if not path.exists() or _changed(path) < before.timestamp():
                path.unlink(missing_ok=True)
                gone.append(sha256)
    return gone


def _changed(path: Path) -> float:
    return path.stat().st_mtime
