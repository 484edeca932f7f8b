"""Takes bytes off the shelf that nobody needs any more."""

from pathlib import Path

from scrm.files import store as files
from scrm.files.fetching.service import drop
from scrm.files.forgetting import store
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database

AT_ONCE = 500


class Remover:
    """Done in pieces, behind the commits that made files unneeded: a file is no row that comes back
    when a commit fails."""

    def __init__(self, database: Database, shelf: Path, clock: Clock) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock

    async def step(self) -> int:
        """Returns how many were taken off."""
        hashes = await self._database.read(lambda s: store.unneeded(s, AT_ONCE))
        if not hashes:
            return 0
        needed = await self._database.read(lambda s: files.named(s, hashes))
        free = [one for one in hashes if one not in needed]
        gone = await drop(self._shelf, free, self._clock.now())
        if settled := gone | needed:
            await self._database.write(lambda s: store.settle(s, settled))
        return len(gone)
