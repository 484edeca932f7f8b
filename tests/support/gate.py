"""A place at which a process can be held up, and says that it is there: see `gate` of failpoints."""

import asyncio
import os
from pathlib import Path

PATIENCE = 20.0


class Gate:
    """Open until it is shut; what waits at it goes on when it is opened, and so do all later."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "gate"
        self._reached = folder / "gate.reached"
        self._word = -1

    def shut(self) -> None:
        if not self._reached.exists():
            os.mkfifo(self._reached)
        self._word = os.open(self._reached, os.O_RDWR | os.O_NONBLOCK)
        os.mkfifo(self.path)

    async def is_reached(self) -> None:
        """Until somebody waits at it."""
        loop, reached = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._word, reached.set)
        try:
            async with asyncio.timeout(PATIENCE):
                await reached.wait()
        finally:
            loop.remove_reader(self._word)

    def open(self) -> None:
        """The byte stays in the pipe for all who wait: none of them takes it out."""
        pipe = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        self.path.unlink()
        os.write(pipe, b"!")
        os.close(pipe)
        os.close(self._word)
