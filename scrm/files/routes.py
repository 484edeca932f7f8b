"""Files over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, unquote

from aiohttp import web
from sqlmodel import Session

from scrm.files import service, store
from scrm.files.fetching.policy import INLINE
from scrm.files.fetching.service import Stored, TooLarge, TooSlow, row_of, store_stream
from scrm.files.service import FileShelf
from scrm.files.tables import Attachment
from scrm.files.values import FileState, FileView
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.dispatch import too_large
from scrm.web.forms import Form, chunks_of
from scrm.web.routes import Routes

routes = Routes("files")

SHELF = web.AppKey("shelf", FileShelf)
MOST_BYTES = web.AppKey("most_upload_bytes", int)
UPLOAD_WITHIN = 120.0
SKIPPED = 100_000
"""Bytes of a form that may come before the file."""

LOCKED_DOWN = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
)


class Empty(Body):
    pass


@routes.post("/files", "files.write", answer=FileView, status=201, raw_body=True)
async def upload_file(call: Call[None, None]) -> FileView:
    """Upload a file to send: multipart with a part `file`, or the bytes with X-File-Name."""
    most = call[MOST_BYTES]
    if (call.request.content_length or 0) > most + SKIPPED:
        raise too_large(most)
    try:
        async with asyncio.timeout(UPLOAD_WITHIN):
            name, chunks = await _upload(call.request, most)
            stored = await store_stream(call[SHELF].folder, chunks, most, UPLOAD_WITHIN)
    except TooLarge:
        raise too_large(most) from None
    except (TooSlow, TimeoutError):
        raise Invalid("file", "did not come in time") from None
    if stored.size == 0:
        raise Invalid("file", "is empty")
    return await call.write(
        lambda s: _keep(s, call, stored, name), content=f"{stored.sha256} {name}"
    )


def _keep(session: Session, call: Call[None, None], stored: Stored, name: str) -> FileView:
    file = row_of(stored, name, call.actor.key, call.now)
    session.add(file)
    session.flush()
    return service.view_of(file)


async def _upload(request: web.Request, most: int) -> tuple[str, AsyncIterator[bytes]]:
    if not request.content_type.startswith("multipart/"):
        return unquote(request.headers.get("X-File-Name", "file")), request.content.iter_any()
    missing = Invalid("file", f"is missing among the first {SKIPPED} bytes")
    form = Form(request, SKIPPED, missing)
    part = await form.part("file")
    if part is None:
        raise missing
    form.allow(most + SKIPPED)
    return part.filename or "file", chunks_of(part)


@routes.get("/files/{id}", "files.read", answer=FileView)
async def get_file(call: Call[None, None]) -> FileView:
    """What is known of a file."""
    return service.view_of(await _file(call))


def served(file: Attachment, path: Path) -> web.FileResponse:
    """The bytes, so that nothing in them can act: shown in place only where they can't hold script."""
    inline = file.media_type in INLINE
    way = "inline" if inline else "attachment"
    headers = {
        "Content-Type": file.media_type if inline else "application/octet-stream",
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name or 'file')}",
        "Content-Security-Policy": LOCKED_DOWN,
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return web.FileResponse(path, headers=headers)


@routes.get("/files/{id}/content", "files.read", raw_body=True)
async def download_file(call: Call[None, None]) -> web.StreamResponse:
    """The bytes; shown in place only where the type can't hold script."""
    file = await _file(call)
    if file.state != FileState.STORED:
        raise Conflict("The file is not here yet" if file.state == "pending" else file.reason)
    return served(file, call[SHELF].path(file.sha256))


@routes.post("/files/{id}/fetch", "files.write", body=Empty, answer=FileView)
async def fetch_again(call: Call[Empty, None]) -> FileView:
    """Ask the platform again for a file that could not be fetched."""
    file_id = call.id()

    def work(session: Session) -> FileView:
        file = store.by_id(session, [file_id]).get(file_id)
        if file is None:
            raise NotFound("file", file_id)
        service.fetch_again(session, file, call.now)
        session.refresh(file)
        return service.view_of(file)

    return await call.write(work)


async def _file(call: Call[None, None]) -> Attachment:
    file_id = call.id()
    found = await call.read(lambda s: store.by_id(s, [file_id]).get(file_id))
    if found is None:
        raise NotFound("file", file_id)
    return found
