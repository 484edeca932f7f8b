"""Website chat over HTTP: what a visitor's browser asks, and what colleagues may know and do.

The visitors' addresses lie outside /api/v1: nobody signs in, no cookie is read or set, and the
token stands in a header or a body and never in an address.
"""

import asyncio
from collections.abc import Awaitable, Callable
from secrets import token_urlsafe
from typing import Any

import structlog
from aiohttp import web
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.files.faces import service as faces
from scrm.files.faces.routes import photo
from scrm.kernel import strict_json
from scrm.kernel.errors import Forbidden, Invalid, ScrmError, TooManyRequests, Unauthenticated
from scrm.visitors import service
from scrm.visitors.hours.service import described
from scrm.visitors.mail import service as mail
from scrm.visitors.mail.values import Standing
from scrm.visitors.policy import locale_of, page_told, token_hash, visit_kept
from scrm.visitors.signing.policy import proven
from scrm.visitors.sites.service import Site, find, preflight, require_origin, sharing
from scrm.visitors.sockets.routes import Door
from scrm.visitors.uploads.routes import Files
from scrm.visitors.values import Guest, Proven, Visit, VisitorView
from scrm.visitors.widget import service as widget
from scrm.visitors.worker import Visitors
from scrm.web.addresses import client_network
from scrm.web.bodies import Body
from scrm.web.call import Call, encode
from scrm.web.dispatch import read_body
from scrm.web.problems import answer_for, problem
from scrm.web.routes import Routes
from scrm.web.values import Page as Listed

log = structlog.get_logger()
routes = Routes("visitors")

VISITORS = web.AppKey("visitors", Visitors)
MOST_BODY = 20_000

Handler = Callable[[web.Request, Site], Awaitable[web.StreamResponse]]


class BlockBody(Body):
    blocked: bool


@routes.get("/conversations/{id}/visitors", "conversations.read", answer=Listed[VisitorView])
async def list_visitors(call: Call[None, None]) -> Listed[VisitorView]:
    """The browsers of a website's visitor: page, referrer, campaign, language, earlier visits."""
    is_here = call[VISITORS].lobby.is_here
    return Listed(await call.read(lambda s: service.views(s, call.id(), is_here)))


@routes.post(
    "/conversations/{id}/visitors/block",
    "conversations.write",
    body=BlockBody,
    answer=Listed[VisitorView],
)
async def block_visitor(call: Call[BlockBody, None]) -> Listed[VisitorView]:
    """Let a website's visitor write no more, or again."""

    def work(session: Session) -> list[VisitorView]:
        service.block(session, call.id(), call.now, blocked=call.body.blocked)
        return service.views(session, call.id(), call[VISITORS].lobby.is_here)

    return Listed(await call.write(work))


def is_socket(request: web.Request) -> bool:
    """Whether a request is a visitor's connection, which has bounds of its own."""
    return request.path.startswith("/widget/") and request.path.endswith("/socket")


def add_widget(app: web.Application, visitors: Visitors) -> None:
    """The visitors' side of the hub."""
    app[VISITORS] = visitors
    pages = Pages(visitors)
    parts = visitors.parts
    files = Files(
        parts.database,
        parts.clock,
        parts.shelf,
        parts.studio,
        paces=visitors.uploads,
        most=parts.most_bytes,
    )
    router = app.router
    router.add_get("/widget/assets/{name}", pages.asset)
    router.add_get("/widget/{key:[0-9a-f]{1,64}}.js", pages.of_site(pages.loader))
    router.add_get("/widget/{key}/frame", pages.of_site(pages.frame))
    router.add_get("/widget/{key}/preview", pages.of_site(pages.preview))
    router.add_get("/widget/{key}/socket", pages.plain(Door(visitors.desk).answer))
    router.add_get("/widget/{key}/faces/{sha256}", pages.of_site(pages.face))
    router.add_post("/widget/{key}/session", pages.of_site(pages.session))
    router.add_post("/widget/{key}/files", pages.of_site(pages.of_guest(files.upload)))
    router.add_get("/widget/{key}/files/{id}", pages.of_site(pages.of_guest(files.download)))
    for path in ("session", "files", "files/{id}"):
        router.add_route("OPTIONS", f"/widget/{{key}}/{path}", pages.of_site(pages.preflight))
    app.on_shutdown.append(lambda _app: visitors.send_away())


class Pages:
    """What a visitor's browser asks for, each request held to the site's own settings."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors
        self._parts = visitors.parts

    def plain(
        self, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Errors become answers."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except ScrmError as error:
                return answer_for(error)
            except web.HTTPUnsupportedMediaType:
                return problem(415, "file_not_taken", "Files of this kind, or size, are not taken")
            except (web.HTTPException, asyncio.CancelledError):
                raise
            except Exception:
                log.exception("visitor's request failed", action="visitors.failed")
                return problem(500, "internal", "Something broke here; it is in the log")

        return handle

    def of_site(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Find the site, and let its pages read the answer, whatever it is."""

        async def answer(request: web.Request) -> web.StreamResponse:
            site = find(self._parts.registry, request.match_info["key"])

            async def of_this(request: web.Request) -> web.StreamResponse:
                return await handler(request, site)

            response = await self.plain(of_this)(request)
            if not response.prepared:
                response.headers.update(sharing(request, site))
            return response

        return self.plain(answer)

    def of_guest(
        self, handler: Callable[[web.Request, Guest], Awaitable[web.StreamResponse]]
    ) -> Handler:
        """Only for who has a visitor's token."""

        async def answer(request: web.Request, site: Site) -> web.StreamResponse:
            require_origin(request, site, named=request.method == "POST")
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            hashed = token_hash(token.strip()) if scheme.lower() == "bearer" else None
            if hashed is None:
                raise Unauthenticated("Send the visitor's token")
            now = self._parts.clock.now()
            guest = await self._parts.database.read(
                lambda s: service.guest(s, site.channel.id, hashed, now)
            )
            _require_welcome(guest)
            return await handler(request, guest)

        return answer

    async def asset(self, request: web.Request) -> web.StreamResponse:
        async def show(request: web.Request) -> web.StreamResponse:
            return widget.asset(self._parts.built, request.match_info["name"])

        return await self.plain(show)(request)

    async def loader(self, request: web.Request, site: Site) -> web.StreamResponse:
        return widget.loader(self._parts.built, request, site)

    async def frame(self, request: web.Request, site: Site) -> web.StreamResponse:
        return widget.frame(self._parts.built, request, site)

    async def face(self, request: web.Request, _site: Site) -> web.StreamResponse:
        """The picture of a colleague, by an address that only who has seen an answer knows."""
        sha256 = request.match_info["sha256"]
        await self._parts.database.read(lambda s: faces.require_shown(s, sha256))
        return photo(self._parts.shelf, sha256)

    async def preview(self, _request: web.Request, _site: Site) -> web.StreamResponse:
        return widget.preview(self._parts.built)

    async def preflight(self, request: web.Request, site: Site) -> web.StreamResponse:
        return preflight(request, site)

    async def session(self, request: web.Request, site: Site) -> web.StreamResponse:
        """Who has a token that we know goes on; everybody else gets a new one."""
        require_origin(request, site, named=True)
        now = asyncio.get_running_loop().time()
        if (wait := self._visitors.sessions.take(client_network(request), now)) > 0:
            raise TooManyRequests("Too many sessions from your network", wait)
        wish = _wish(await read_body(request, MOST_BODY))
        told = Visit(page_told(wish.get("page")), locale_of(wish.get("locale")))
        visit = visit_kept(told, pages=site.website.page_views)
        guest, token = await self._guest(site, wish, visit)
        _require_welcome(guest)
        try:
            document = await self._welcome(site, guest, visit)
        except Unauthenticated:  # it ended since it was looked up: they signed in in another tab
            guest, token = await self._guest(site, wish, visit)
            document = await self._welcome(site, guest, visit)
        return web.Response(
            body=encode({"token": token} | document), content_type="application/json"
        )

    async def _guest(self, site: Site, wish: dict[str, Any], visit: Visit) -> tuple[Guest, str]:
        guest = await self._by_token(site, token_hash(wish.get("token")))
        if identity := wish.get("identity"):
            secret = site.website.identity_secret.get_secret_value()
            who = proven(str(identity), secret, self._parts.clock.now())
            if guest.subject != who.subject:
                return await self._identify(guest, who, visit)
        if guest.is_known:
            return guest, str(wish["token"])
        token = token_urlsafe(32)
        return Guest(site.channel.id, token_hash(token) or ""), token

    async def _by_token(self, site: Site, hashed: str | None) -> Guest:
        """Whoever comes with a token that is no longer good begins anew."""
        channel_id, now = site.channel.id, self._parts.clock.now()
        if hashed is None:
            return Guest(channel_id, "")
        try:
            return await self._parts.database.read(
                lambda s: service.guest(s, channel_id, hashed, now)
            )
        except Unauthenticated:
            return Guest(channel_id, "")

    async def _identify(self, before: Guest, who: Proven, visit: Visit) -> tuple[Guest, str]:
        """The site says who this is: from here on under a new token."""
        token, now = token_urlsafe(32), self._parts.clock.now()
        hashed = token_hash(token) or ""
        _require_welcome(before)

        def work(session: Session) -> Guest:
            return service.identify(session, before, who, hashed, visit, now)

        try:
            guest = await self._parts.database.write(work)
        except IntegrityError:  # another tab of theirs signed in at this moment
            guest = await self._parts.database.write(work)
        if before.token_hash:
            await self._visitors.replace(before.token_hash)
        return guest, token

    async def _welcome(self, site: Site, guest: Guest, visit: Visit) -> dict[str, Any]:
        now, database, found = self._parts.clock.now(), self._parts.database, None
        if guest.is_known:
            await database.write(lambda s: service.return_of(s, guest, visit, now))
            found = await database.read(lambda s: mail.standing(s, guest.channel_id, guest.address))
        return {
            "visitor": {"id": str(guest.id) if guest.is_known else "", "name": guest.name},
            "config": widget.settings_of(site.website)
            | described(self._visitors.offices.of(site.channel.id, site.website)),
            "conversation": None if found is None else _described(found),
        }


def _described(found: Standing) -> dict[str, Any]:
    return {
        "id": str(found.identity_id),
        "last_seq": found.last_place,
        "read_seq": found.read_place,
        "unread": found.unread,
    }


def _wish(body: bytes) -> dict[str, Any]:
    """Browsers may send it as text/plain, which needs no question before: the type is not asked."""
    try:
        document = strict_json.loads(body or b"{}")
    except strict_json.BadJson as bad:
        raise Invalid("body", f"is {bad}", code="not_json") from bad
    if not isinstance(document, dict):
        raise Invalid("body", "is no object")
    return document


def _require_welcome(guest: Guest) -> None:
    if guest.is_blocked:
        raise Forbidden("This visitor is not welcome any more", code="visitor_blocked")
