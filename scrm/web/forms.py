"""Forms with files in them, read part by part within bounds.

aiohttp reads on to the next part however far it is, and meets a broken form with errors of its own.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError

from scrm.kernel.errors import Invalid

MOST_PARTS = 20
CHUNK = 64 * 1024


class _Bounded:
    """A request's bytes, up to a number; then `beyond` is raised."""

    def __init__(self, content: StreamReader, most: int, beyond: Exception) -> None:
        self._content = content
        self._beyond = beyond
        self.left = most

    async def read(self, size: int = -1) -> bytes:
        return self._counted(await self._content.read(size))

    async def readline(self, **limits: Any) -> bytes:
        return self._counted(await self._content.readline(**limits))

    def unread_data(self, data: bytes) -> None:
        self.left += len(data)
        self._content.unread_data(data)

    def at_eof(self) -> bool:
        return self._content.at_eof()

    def _counted(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise self._beyond
        return data


class Form:
    """A multipart request of `most` bytes at most, unless `allow()` gives it more.

    Every method raises Invalid for what is no form, and `beyond` for too much of it.
    """

    def __init__(self, request: web.Request, most: int, beyond: Exception) -> None:
        self._content = _Bounded(request.content, most, beyond)
        self._parts = 0
        with _broken_named():
            content: Any = self._content  # as much of a StreamReader as this needs
            self._reader = MultipartReader(request.headers, content)

    def allow(self, more: int) -> None:
        self._content.left += more

    async def next(self) -> BodyPartReader | None:
        """The next part, past what is left of the one before; None behind the last."""
        with _broken_named():
            part = await self._reader.next()
        self._parts += 1
        if part is not None and (self._parts > MOST_PARTS or isinstance(part, MultipartReader)):
            raise Invalid("body", "is no form with one file")
        return part if isinstance(part, BodyPartReader) else None

    async def part(self, name: str) -> BodyPartReader | None:
        """The first part of that name; those before it are thrown away."""
        while (part := await self.next()) is not None:
            if part.name == name:
                return part
        return None


async def chunks_of(part: BodyPartReader) -> AsyncIterator[bytes]:
    while True:
        with _broken_named():
            chunk = await part.read_chunk(CHUNK)
        if not chunk:
            return
        yield chunk


@contextmanager
def _broken_named() -> Iterator[None]:
    try:
        yield
    except (ValueError, AssertionError, HttpProcessingError) as error:
        raise Invalid("body", "is no form, or ends in the middle of one") from error
