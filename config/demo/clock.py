"""The demo's clock: the machine's time and how far it was moved ahead.

It goes forward only. Set back, it would leave all that was recorded meanwhile in the future: new
messages would stand above older ones, and no window would count what is yet to come. Who wants
the present back starts over.
"""

from datetime import datetime, timedelta
from pathlib import Path

from scrm.kernel.clock import SystemClock
from scrm.kernel.errors import Conflict, Invalid

MOVE = "clock.move"
"""The command, which the hub of the demo alone knows."""
FILE = "clock"
"""In the data folder: by how many seconds the clock is ahead."""
FURTHEST = timedelta(days=3650)


def kept_in(path: Path) -> timedelta:
    """How far the clock of this file is ahead."""
    return timedelta(seconds=int(path.read_text())) if path.exists() else timedelta()


class MovedClock:
    """Fulfils `scrm.kernel.clock.Clock`. A hub that is killed comes back to the time in the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._machine = SystemClock()
        self._ahead = kept_in(path)

    def now(self) -> datetime:
        return self._machine.now() + self._ahead

    @property
    def ahead(self) -> timedelta:
        return self._ahead

    def require(self, by: timedelta) -> None:
        """Raises Invalid for a move that is none, Conflict for one that goes too far."""
        if by < timedelta(seconds=1):
            raise Invalid("by", "moves the clock forward, by whole seconds")
        if self._ahead + by > FURTHEST:
            raise Conflict("The clock is ten years ahead; start over with --reset")

    def move(self, by: timedelta) -> None:
        """On record first: nobody has seen a time that a restart would take back."""
        self.require(by)
        ahead = self._ahead + by
        fresh = self._path.with_suffix(".new")
        fresh.write_text(str(int(ahead.total_seconds())))
        fresh.replace(self._path)
        self._ahead = ahead
