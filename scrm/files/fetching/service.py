"""Storing a stream of bytes under its hash: bounded, complete or not at all; and its row."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock

from sqlmodel import Session

from scrm.files.fetching.policy import HEAD_BYTES, safe_name, sniffed
from scrm.files.tables import Attachment
from scrm.files.values import FileState

INCOMING = "incoming"
"""Where a file grows before it is put in its place, beside the shelf."""
COMING = timedelta(hours=1)
"""Longer than any upload lasts, from its first byte to the commit of its row."""
_placing = Lock()
"""Held while a file is put in its place, and from the look at its age until it is dropped."""


class TooLarge(Exception):
    """The stream holds more bytes than allowed; nothing is kept."""


class TooSlow(Exception):
    """The stream did not end in time; nothing is kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that came whole and is not on the shelf."""

    path: Path
    sha256: str
    size: int
    media_type: str


async def store_stream(
    folder: Path, chunks: AsyncIterator[bytes], most: int, within: float
) -> Stored:
    """Write `chunks` beside the shelf, then put the file in its place by one rename.

    `most` in bytes, `within` in seconds. The bytes are on the disk when this returns.
    """
    async with spooled(folder, chunks, most, within) as file:
        return await put(folder, file)


@asynccontextmanager
async def spooled(
    folder: Path, chunks: AsyncIterator[bytes], most: int, within: float
) -> AsyncIterator[Spooled]:
    """`chunks` in a file beside the shelf, which is gone afterwards unless it was `put` there.

    Raises TooLarge and TooSlow.
    """
    waiting = folder / INCOMING / token_hex(16)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    digest, head, size = hashlib.sha256(), b"", 0
    try:
        with waiting.open("xb") as out:
            try:
                async with asyncio.timeout(within):
                    async for chunk in chunks:
                        size += len(chunk)
                        if size > most:
                            raise TooLarge
                        if len(head) < HEAD_BYTES:
                            head += chunk[:HEAD_BYTES]
                        digest.update(chunk)
                        await asyncio.to_thread(out.write, chunk)
            except TimeoutError:
                raise TooSlow from None
        yield Spooled(waiting, digest.hexdigest(), size, sniffed(head))
    finally:
        waiting.unlink(missing_ok=True)


async def put(folder: Path, file: Spooled) -> Stored:
    """Put a whole file on the shelf. Its bytes are on the disk when this returns."""
    await asyncio.to_thread(_put, file.path, folder / file.sha256[:2] / file.sha256)
    return Stored(file.sha256, file.size, file.media_type)


async def drop(folder: Path, hashes: Iterable[str], now: datetime) -> set[str]:
    """Take bytes that no row names off the shelf. What came there of late stays: its row is on the
    way. Returns those that are not there any more."""
    oldest = (now - COMING).timestamp()
    places = [folder / one[:2] / one for one in hashes]
    return {place.name for place in await asyncio.to_thread(_dropped, places, oldest)}


def _dropped(places: Sequence[Path], oldest: float) -> list[Path]:
    return [place for place in places if _drop(place, oldest)]


def _drop(place: Path, oldest: float) -> bool:
    with _placing:
        try:
            if place.stat().st_mtime >= oldest:
                return False
            place.unlink()
        except FileNotFoundError:
            pass  # dropped before: two rows of the same bytes were forgotten
    return True


def forget_half_written(folder: Path) -> int:
    """Remove what a process that was killed had begun to write; returns how many there were.

    Only for whoever has the folder for himself and writes nothing yet.
    """
    left = [path for path in (folder / INCOMING).glob("*") if path.is_file()]
    for path in left:
        path.unlink()
    return len(left)


def _put(waiting: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    _sync(waiting)
    with _placing:
        waiting.replace(place)
    _sync(place.parent)


def _sync(path: Path) -> None:
    """What of a file, or a folder's names, is in memory only: on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def add_stored(  # noqa: PLR0913 - one value each
    session: Session,
    message_id: int,
    stored: Stored,
    *,
    kind: str,
    name: str,
    by: str,
    now: datetime,
) -> int:
    """A row for a file whose bytes are on the shelf already, as part of a message."""
    file = Attachment(
        kind=kind,
        name=safe_name(name),
        media_type=stored.media_type,
        size=stored.size,
        state=FileState.STORED,
        sha256=stored.sha256,
        message_id=message_id,
        uploaded_by=by,
        created_at=now,
    )
    session.add(file)
    session.flush()
    return file.id
