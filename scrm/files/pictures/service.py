"""Hands a stranger's picture to a process that draws it anew, and takes what comes back."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import cast

import structlog

log = structlog.get_logger()

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
CHILD = Path(__file__).with_name("child.py")
AT_ONCE = 2
WITHIN = 30.0
"""Seconds for one picture; waiting for one's turn counts too."""
CHUNK = 256 * 1024
LONGEST_WORDS = 200


class BadPicture(Exception):
    """The bytes are no picture of the kind they claim to be, or ask too much of a decoder."""


class Studio:
    """Draws few pictures at a time: each takes a core and the memory of its pixels."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def redrawn(self, path: Path, media_type: str, side: int = 0) -> AsyncGenerator[bytes]:
        """The bytes of the new picture, or of a WebP square of its middle of so many pixels a
        side. Raises BadPicture."""
        async with self._turns:
            with path.open("rb") as picture:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-I", str(CHILD), media_type, str(side)),
                    stdin=picture,
                    stdout=PIPE,
                    stderr=PIPE,
                    env={},
                    cwd="/",
                )
            try:
                drawn = cast(asyncio.StreamReader, process.stdout)
                while chunk := await drawn.read(CHUNK):
                    yield chunk
                words = await cast(asyncio.StreamReader, process.stderr).read(LONGEST_WORDS)
                status = await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
                    # Its end is only seen once what it has written is read, which nobody does.
                    await process.communicate()
        if status != 0:
            why = words.decode("ascii", "replace") or f"status {status}"
            log.info("picture refused", action="files.picture_refused", why=why)
            raise BadPicture
