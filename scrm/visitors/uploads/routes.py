"""Visitors' files over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from urllib.parse import quote, unquote

from aiohttp import StreamReader, web

from scrm.files.fetching.policy import HEAD_BYTES, INLINE, sniffed
from scrm.files.fetching.service import Spooled, Stored, TooLarge, TooSlow, put, spooled
from scrm.files.pictures.service import PICTURES, WITHIN, BadPicture, Studio
from scrm.files.routes import LOCKED_DOWN, UPLOAD_WITHIN
from scrm.files.service import FileShelf
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Invalid, NotFound, TooManyRequests
from scrm.visitors.uploads import service
from scrm.visitors.uploads.policy import UploadPaces, is_taken
from scrm.visitors.values import Guest, Upload
from scrm.web.addresses import client_network
from scrm.web.call import encode
from scrm.web.dispatch import too_large


class Files:
    """`POST /widget/{key}/files`, `GET /widget/{key}/files/{id}`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        shelf: FileShelf,
        studio: Studio,
        *,
        paces: UploadPaces,
        most: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._studio = studio
        self._paces = paces
        self._most = most

    async def upload(self, request: web.Request, guest: Guest) -> web.StreamResponse:
        """Keep a file for the message that is going to bring it."""
        size = self._most if request.content_length is None else request.content_length
        if size > self._most:
            raise too_large(self._most)
        now = asyncio.get_running_loop().time()
        wait = self._paces.take(guest.token_hash, client_network(request), size, now)
        if wait > 0:
            raise TooManyRequests("Too many files at once", wait)
        try:
            async with spooled(
                self._shelf.folder, _looked_at(request.content), self._most, UPLOAD_WITHIN
            ) as file:
                stored = await self._put(file)
        except TooLarge:
            raise too_large(self._most) from None
        except BadPicture:
            raise web.HTTPUnsupportedMediaType from None
        except TooSlow:
            raise Invalid("file", "did not come in time") from None
        name, at = unquote(request.headers.get("X-File-Name", "file")), self._clock.now()
        kept = await self._database.write(lambda s: service.keep(s, guest, stored, name, at))
        return web.Response(body=encode(_told(kept)), status=201, content_type="application/json")

    async def _put(self, file: Spooled) -> Stored:
        """On the shelf; a picture as we have drawn it anew, for whoever looks at it."""
        folder = self._shelf.folder
        if file.media_type not in PICTURES:
            return await put(folder, file)
        async with (
            aclosing(self._studio.redrawn(file.path, file.media_type)) as drawing,
            spooled(folder, drawing, self._most, WITHIN) as drawn,
        ):
            return await put(folder, drawn)

    async def download(self, request: web.Request, guest: Guest) -> web.StreamResponse:
        """The bytes of a file of the visitor's own conversation."""
        text = request.match_info["id"]
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise NotFound("file", text)
        file = await self._database.read(lambda s: service.open_own(s, guest, int(text)))
        inline = file.media_type in INLINE
        way = "inline" if inline else "attachment"
        headers = {
            "Content-Type": file.media_type if inline else "application/octet-stream",
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name or 'file')}",
            "Content-Security-Policy": LOCKED_DOWN,
            "Cache-Control": "private, max-age=31536000, immutable",
        }
        return web.FileResponse(self._shelf.path(file.sha256), headers=headers)


async def _looked_at(content: StreamReader) -> AsyncIterator[bytes]:
    """The bytes, as long as they are what we take. Raises Invalid and 415; then nothing is kept."""
    head = b""
    async for chunk in content.iter_any():
        if len(head) < HEAD_BYTES:
            head += chunk[:HEAD_BYTES]
            if len(head) >= HEAD_BYTES:
                _require_taken(head)
        yield chunk
    if not head:
        raise Invalid("file", "is empty")
    _require_taken(head)


def _require_taken(head: bytes) -> None:
    if not is_taken(sniffed(head)):
        raise web.HTTPUnsupportedMediaType


def _told(file: Upload) -> dict[str, object]:
    return {"id": str(file.id), "name": file.name, "type": file.media_type, "size": file.size}
