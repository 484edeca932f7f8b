"""Keeps the hub alive: starts it, and starts it again whenever it dies."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from config.demo.child import Child, ChildFailed

PROGRAM = ("config.demo.hub",)
PREFIX = "The hub is at "


class HubKeeper:
    """The hub as a process of its own. `up` is set while it takes work."""

    def __init__(
        self, environment: Mapping[str, str], log: Path, changed: Callable[[], None]
    ) -> None:
        self._environment = environment
        self._log = log
        self._changed = changed
        self._child: Child | None = None
        self._stopping = False
        self.up = asyncio.Event()
        self.down_since: float | None = None
        self.last_pause: float | None = None
        """Seconds that the hub was away the last time."""

    async def run(self) -> None:
        """Until `end`. Raises ChildFailed where the hub can't be started."""
        while not self._stopping:
            self._child = Child("The hub", PROGRAM, self._environment, self._log)
            await self._child.start(_address)
            if self.down_since is not None:
                self.last_pause = time.monotonic() - self.down_since
            self.down_since = None
            self.up.set()
            self._changed()
            await self._child.wait()
            self._note_down()

    def _note_down(self) -> None:
        if self.up.is_set():
            self.down_since = time.monotonic()
            self.up.clear()
            self._changed()

    async def pull_the_plug(self) -> None:
        """`kill -9`, whatever the hub is doing; `run` brings it back."""
        if self._child is None:
            raise ChildFailed("There is no hub to kill")
        await self._child.kill()
        self._note_down()

    async def restart(self) -> None:
        """End it in order; `run` brings it back."""
        if self._child is not None:
            await self._child.end()

    async def end(self) -> None:
        self._stopping = True
        if self._child is not None:
            await self._child.end()


def _address(line: str) -> str | None:
    return line.removeprefix(PREFIX) if line.startswith(PREFIX) else None
