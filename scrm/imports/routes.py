"""Imports over HTTP."""

import asyncio
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from aiohttp import BodyPartReader, web
from sqlmodel import Session

from scrm.files.fetching.policy import safe_name
from scrm.files.fetching.service import TooLarge, TooSlow, store_stream
from scrm.imports import service
from scrm.imports.policy import FIELDS
from scrm.imports.service import Submitted
from scrm.imports.values import ImportView
from scrm.imports.worker import Importer
from scrm.kernel.errors import Invalid
from scrm.web.bodies import Body, Query
from scrm.web.call import Call, encode
from scrm.web.dispatch import too_large
from scrm.web.forms import Form, chunks_of
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("imports")

READ = "imports.read"
WRITE = "imports.write"

IMPORTER = web.AppKey("importer", Importer)
MOST_IMPORT = web.AppKey("most_import_bytes", int)
UPLOAD_WITHIN = 600.0
LONGEST_FIELD = 1_000  # bytes
BESIDE = 20_000
"""Bytes of a form beside its file."""


class ListQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class AnswerBody(Body):
    """The one that was asked for; `me` is "-" for somebody who wrote nothing in the chat."""

    me: str | None = None
    timezone: str | None = None
    date_order: str | None = None


@routes.post("/imports", WRITE, answer=ImportView, status=202, raw_body=True)
async def start_import(call: Call[None, None]) -> ImportView:
    """Bring in a chat export: multipart with a part `file`, and `kind`, `me`, `timezone`, `date_order`."""
    most = call[MOST_IMPORT]
    if (call.request.content_length or 0) > most + BESIDE:
        raise too_large(most)
    if not call.request.content_type.startswith("multipart/"):
        raise Invalid("Content-Type", "must be multipart/form-data")
    folder = call[IMPORTER].folder / token_hex(8)
    try:
        async with asyncio.timeout(UPLOAD_WITHIN):
            given = await _received(call.request, folder, most)
        job = await call.write(
            lambda s: service.view_of(service.submit(s, given, call.actor.key, call.now)),
            content=_content(given),
        )
    except TooLarge:
        await _drop(folder)
        raise too_large(most) from None
    except (TooSlow, TimeoutError):
        await _drop(folder)
        raise Invalid("file", "did not come in time") from None
    except BaseException:
        await _drop(folder)
        raise
    return job


def _content(given: Submitted) -> str:
    """What makes it the same import when it comes again, whatever its multipart boundary."""
    sha256 = given.file.rpartition("/")[2]
    return encode([given.kind, given.file_name, sha256, given.answers]).decode()


async def _drop(folder: Path) -> None:
    await asyncio.to_thread(rmtree, folder, ignore_errors=True)


async def _received(request: web.Request, folder: Path, most: int) -> Submitted:
    """The parts in whatever order they come; the file goes to disk as it comes."""
    fields: dict[str, str | None] = {"kind": "whatsapp"}
    name, file, size = "", "", 0
    form = Form(request, most + BESIDE, too_large(most))
    while (part := await form.next()) is not None:
        if part.name == "file" and not file:
            name = safe_name(part.filename or "chat.txt")
            stored = await store_stream(folder, chunks_of(part), most, UPLOAD_WITHIN)
            file, size = f"{folder.name}/{stored.sha256[:2]}/{stored.sha256}", stored.size
        elif part.name in ("kind", *FIELDS):
            fields[part.name] = await _field(part)
        else:
            raise Invalid(part.name or "body", "is not expected here")
    if not file:
        raise Invalid("file", "is missing")
    kind = fields.pop("kind") or ""
    return Submitted(kind, name, file, size, fields)


async def _field(part: BodyPartReader) -> str:
    value = b""
    async for chunk in chunks_of(part):
        value += chunk
        if len(value) > LONGEST_FIELD:
            raise Invalid(part.name or "field", f"is longer than {LONGEST_FIELD} bytes")
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Invalid(part.name or "field", "is not UTF-8") from None


@routes.get("/imports", READ, query=ListQuery, answer=Page[ImportView])
async def list_imports(call: Call[None, ListQuery]) -> Page[ImportView]:
    """Imports, the newest first."""
    place = place_of(call.query.cursor, 1)
    before = place[0] if place else None
    found, more = await call.read(lambda s: service.page(s, before, call.query.limit))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.get("/imports/{id}", READ, answer=ImportView)
async def get_import(call: Call[None, None]) -> ImportView:
    """One import, with its report once it is done."""
    return await call.read(lambda s: service.view_of(service.get(s, call.id())))


@routes.post("/imports/{id}/answer", WRITE, body=AnswerBody, answer=ImportView)
async def answer_import(call: Call[AnswerBody, None]) -> ImportView:
    """Say what an import asked; it goes on at once."""

    def work(session: Session) -> ImportView:
        given = call.body.model_dump(exclude_unset=True)
        return service.view_of(service.answer(session, call.id(), given))

    return await call.write(work)
