"""`/phones`: the customers' phones, to look at and to type on; `/t.me`: links that open them."""

import asyncio
from pathlib import Path

import orjson
from aiohttp import web

from config.sandbox.telegram.inside import SANDBOX, Missing, answer, find_phone
from config.sandbox.telegram.values import Json

routes = web.RouteTableDef()

_PAGE = Path(__file__).parent / "page"
_HEARTBEAT = 15.0
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
_ASSETS = frozenset(path.name for path in _PAGE.iterdir())


@routes.get("/")
async def home(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/phones")


@routes.get("/phones")
async def show_phones(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "phones.html", headers=_HEADERS)


@routes.get(r"/phones/{person:\d+}")
async def show_phone(request: web.Request) -> web.StreamResponse:
    find_phone(request, {})
    return web.FileResponse(_PAGE / "phone.html", headers=_HEADERS)


@routes.get(r"/t.me/{bot:\w{1,64}}")
async def show_link(_: web.Request) -> web.StreamResponse:
    """What t.me is for the real one: asks whose phone it is, and presses Start there."""
    return web.FileResponse(_PAGE / "link.html", headers=_HEADERS)


@routes.get("/phones/assets/{name}")
async def show_asset(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in _ASSETS:
        raise Missing("There is no such file")
    return web.FileResponse(_PAGE / name, headers=_HEADERS)


@routes.get("/sandbox/files/{file_id}")
async def show_file(request: web.Request) -> web.StreamResponse:
    """A medium of a chat, by its id; what is not a picture or sound is only saved, never shown."""
    world = request.app[SANDBOX].world
    file = world.files.find(request.match_info["file_id"])
    if file is None:
        raise Missing("There is no such file")
    headers = dict(_HEADERS) | {"Content-Security-Policy": "sandbox; default-src 'none'"}
    if file.kind == "document":
        headers |= {"Content-Disposition": "attachment", "Content-Type": "application/octet-stream"}
    return web.FileResponse(world.files.where(file), headers=headers)


@routes.get("/sandbox/phones")
async def list_phones(request: web.Request) -> web.Response:
    """Everybody, with the last words of each private chat."""
    sandbox = request.app[SANDBOX]
    phones: list[Json] = []
    for person in sandbox.world.people.values():
        for bot in sandbox.world.bots.values():
            phone = sandbox.phone(person, bot)
            messages = phone.messages()
            phones.append(
                {"person": person, "bot": bot.user(), "last": messages[-1] if messages else None}
            )
    return answer(phones)


@routes.get(r"/sandbox/people/{person:\d+}/stream")
async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events of one chat, until the page or the sandbox goes."""
    phone = find_phone(request, {})
    feed, key = phone.world.feed, phone.chat.key
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
    )
    await response.prepare(request)
    queue = feed.listen(key)
    closing = asyncio.create_task(request.app[SANDBOX].closing.wait())
    try:
        await response.write(b'retry: 1000\ndata: {"type":"hello"}\n\n')
        while not closing.done():
            await response.write(await _next_event(queue, closing))
    except ConnectionResetError:
        pass  # the page was closed
    finally:
        closing.cancel()
        feed.leave(key, queue)
    return response


async def _next_event(queue: asyncio.Queue[Json], closing: asyncio.Task[bool]) -> bytes:
    event = asyncio.create_task(queue.get())
    await asyncio.wait({event, closing}, timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
    if event.done():
        return b"data: " + orjson.dumps(event.result()) + b"\n\n"
    event.cancel()
    return b": still here\n\n"
