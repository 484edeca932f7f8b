"""Serves the stage on a port of its own, to whoever came by the one-time link."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from config.stage.board import Board
from scrm.kernel.errors import Conflict, Invalid, ScrmError, Unavailable

PAGE = Path(__file__).parent / "page"
ASSETS = frozenset(path.name for path in PAGE.iterdir() if path.suffix != ".html")
KEY_COOKIE = "scrm_stage"
SESSION_COOKIE = "scrm_session"
SESSION_LIVES = 30 * 24 * 3600
HEARTBEAT = 15.0
MOST_BODY = 4_096

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Show(Protocol):
    """What is behind the page."""

    key: str
    board: Board

    async def enter(self, token: str) -> str: ...

    def facts(self) -> dict[str, Any]: ...

    def pull(self) -> None: ...

    def launch(self, *, pull: bool) -> None: ...

    async def leap(self, by: str) -> None: ...

    async def say(self, what: str, language: str) -> None: ...


class StageServer:
    """The page, its guards, and what it asks for. `framed`: origins that it shows in frames."""

    def __init__(self, origin: str, framed: Sequence[str], show: Show) -> None:
        self._origin = origin
        self._show = show
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self'; frame-src {' '.join(framed)}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=2.0)

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=MOST_BODY)
        app.router.add_get("/", self._page)
        app.router.add_get("/assets/{name}", self._asset)
        app.router.add_post("/enter", self._enter)
        app.router.add_get("/facts", self._facts)
        app.router.add_get("/stream", self._stream)
        app.router.add_post("/plug", self._pull)
        app.router.add_post("/campaign", self._launch)
        app.router.add_post("/clock", self._leap)
        app.router.add_post("/say", self._say)
        app.on_response_prepare.append(self._dress)
        return app

    async def start(self) -> None:
        parts = urlsplit(self._origin)
        await self._runner.setup()
        await web.TCPSite(self._runner, parts.hostname, parts.port).start()

    async def stop(self) -> None:
        self._show.board.close()
        await self._runner.cleanup()

    # Guards

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Under one name only, for its cookies belong to that host; writes by its own page only;
        and past the page itself nothing without the key."""
        if request.host != urlsplit(self._origin).netloc:
            if request.method == "GET" and request.path == "/":
                raise web.HTTPFound(self._origin)  # the browser carries the part behind # along
            return _answer({"error": "no_such_host"}, 421)
        if request.method == "POST" and request.headers.get("Origin") != self._origin:
            return _answer({"error": "cross_site"}, 403)
        is_open = request.path in ("/", "/enter") or request.path.startswith("/assets/")
        if not is_open and not self._knows_the_key(request):
            return _answer({"error": "not_signed_in"}, 401)
        return await handler(request)

    def _knows_the_key(self, request: web.Request) -> bool:
        given = request.cookies.get(KEY_COOKIE, "")
        return hmac.compare_digest(given.encode(), self._show.key.encode())

    async def _dress(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": self._policy,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cache-Control": "no-cache",
                "Server": "scrm",
            }
        )

    # What it serves

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "stage.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in ASSETS:
            raise web.HTTPNotFound
        return web.FileResponse(PAGE / name)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Spend the link: at the hub, whose cookie is set for this host and so for all its ports."""
        try:
            session = await self._show.enter(str(orjson.loads(await request.read())["token"]))
        except (ValueError, KeyError, TypeError):
            return _answer({"error": "no_token"}, 422)
        except ScrmError as refused:
            return _answer({"error": "link_expired", "detail": str(refused)}, 404)
        response = _answer({}, 200)
        lives: dict[str, Any] = {"path": "/", "httponly": True, "max_age": SESSION_LIVES}
        response.set_cookie(SESSION_COOKIE, session, samesite="Lax", **lives)
        response.set_cookie(KEY_COOKIE, self._show.key, samesite="Strict", **lives)
        return response

    async def _facts(self, _request: web.Request) -> web.StreamResponse:
        return _answer(self._show.facts(), 200)

    async def _pull(self, _request: web.Request) -> web.StreamResponse:
        try:
            self._show.pull()
        except (Conflict, Unavailable) as refused:
            return _answer({"error": refused.code, "detail": str(refused)}, 409)
        return _answer({}, 202)

    async def _launch(self, request: web.Request) -> web.StreamResponse:
        """Begin a campaign; with `pull` the plug is pulled in its middle."""
        given = await _read(request, "pull")
        try:
            self._show.launch(pull=bool(given["pull"]))
        except (Conflict, Unavailable) as refused:
            return _answer({"error": refused.code, "detail": str(refused)}, 409)
        return _answer({}, 202)

    async def _leap(self, request: web.Request) -> web.StreamResponse:
        """Move the hub's clock forward."""
        given = await _read(request, "by")
        return await _done(self._show.leap(given["by"]))

    async def _say(self, request: web.Request) -> web.StreamResponse:
        """Write on the phone of whoever watches."""
        given = await _read(request, "what", "language")
        return await _done(self._show.say(given["what"], given["language"]))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: `facts` first, then what moves."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue = self._show.board.listen()
        try:
            await response.write(b"retry: 1000\n" + _event("facts", self._show.facts()))
            while (frame := await _next_frame(queue)) is not None:
                await response.write(frame)
        except ConnectionResetError:
            return response  # the page was closed
        finally:
            self._show.board.leave(queue)
        return response


async def _read(request: web.Request, *names: str) -> dict[str, str]:
    """These words of the body; what is missing is empty, and for the show to refuse."""
    try:
        given = orjson.loads(await request.read())
    except ValueError:
        given = None
    known = given if isinstance(given, dict) else {}
    return {name: str(known.get(name, "")) for name in names}


async def _done(work: Awaitable[None]) -> web.Response:
    try:
        await work
    except Invalid as wrong:
        return _answer({"error": wrong.code, "detail": str(wrong)}, 422)
    except ScrmError as refused:
        return _answer({"error": refused.code, "detail": str(refused)}, 409)
    return _answer({}, 202)


async def _next_frame(queue: "asyncio.Queue[tuple[str, dict[str, Any]] | None]") -> bytes | None:
    try:
        async with asyncio.timeout(HEARTBEAT):
            told = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return None if told is None else _event(*told)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: ".encode() + orjson.dumps(data) + b"\n\n"


def _answer(document: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=orjson.dumps(document), status=status, content_type="application/json")
