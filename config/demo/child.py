"""A process of the demo: started, awaited, killed or ended."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scrm.kernel.errors import ScrmError

READY_WITHIN = 90.0
"""Seconds; the very first start on a slow machine compiles everything."""
END_WITHIN = 25.0
TOLD_AT_MOST = 600

Announced = Callable[[str], str | None]
"""Finds in a line of output what a child announces when it is ready."""


class ChildFailed(ScrmError):
    """A process of the demo ended before it was ready."""

    code = "child_failed"


class Child:
    """Runs a module in a session of its own, so that Ctrl-C reaches the supervisor alone. `name` is
    what people are told of it."""

    def __init__(
        self, name: str, program: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self._name = name
        self._program = program
        self._environment = environment
        self._log = log
        self._process: Process | None = None
        self._drain: asyncio.Task[bytes] | None = None

    async def start(self, announced: Announced) -> str:
        """Start it and wait until it is ready; what it announced. Raises ChildFailed."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self._program),
                stdin=PIPE,
                stdout=PIPE,
                stderr=log,
                env=dict(self._environment),
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(READY_WITHIN):
                found = await self._announcement(self._process, announced)
        except TimeoutError:
            await self.end()
            raise ChildFailed(f"{self._name} was not ready in time; see {self._log}") from None
        self._drain = asyncio.create_task(_rest_of(self._process))
        return found

    async def _announcement(self, process: Process, announced: Announced) -> str:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        async for line in process.stdout:
            if (found := announced(line.decode().strip())) is not None:
                return found
        await process.wait()
        raise ChildFailed(f"{self._name} did not start: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return (lines[-1] if lines else "it said nothing")[-TOLD_AT_MOST:]

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    async def wait(self) -> int:
        """Until it is gone; its exit status."""
        return await self._process.wait() if self._process else 0

    async def kill(self) -> None:
        """`kill -9`: it gets no chance to finish anything."""
        self._signal(signal.SIGKILL)
        await self._gone()

    async def end(self) -> None:
        """Let it finish what it has begun; kill it only when it takes too long."""
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(END_WITHIN):
                await self._gone()
        except TimeoutError:
            await self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            os.kill(self._process.pid, number)

    async def _gone(self) -> None:
        await self.wait()
        if self._drain is not None:
            await self._drain


async def _rest_of(process: Process) -> bytes:
    """Take what it still prints, so that the pipe never fills; links in it are nobody's business."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    while await process.stdout.read(4096):
        continue
    return b""
