"""Programs of ours in processes of their own, each with its first line as the sign that it is ready."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

READY_WITHIN = 30.0
GONE_WITHIN = 30.0
HUB = ("-c", "from config.cli import main; main()", "serve")


class NeverReady(Exception):
    """The program ended, or said nothing; the end of its log is quoted."""


@dataclass(slots=True)
class Program:
    """A running program; `kill` and `stop` end it and nothing else."""

    process: Process

    @classmethod
    async def start(
        cls, arguments: tuple[str, ...], log: Path, environment: Mapping[str, str]
    ) -> "Program":
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdout=PIPE,
                stderr=errors,
                env={**os.environ, **environment},
            )
        return cls(process)

    async def line(self, log: Path) -> str:
        assert self.process.stdout is not None
        async with asyncio.timeout(READY_WITHIN):
            said = (await self.process.stdout.readline()).decode().strip()
        if not said:
            raise NeverReady(_end_of(log))
        return said

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(GONE_WITHIN):
            await self.process.communicate()


def _end_of(log: Path) -> str:
    return log.read_text()[-3_000:]
