"""Serves the shop's site on a port of its own, under a policy as strict as a site can have."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from config.demo.site.pages import Looks, document, find

FOLDER = Path(__file__).parent / "page"
ASSETS = frozenset(path.name for path in FOLDER.iterdir())
KEPT = "public, max-age=300"


class ShopServer:
    """`framed_by`: origins whose pages may show the shop in a frame. It is up while the hub is
    not, as a site is."""

    def __init__(self, origin: str, hub: str, framed_by: Sequence[str]) -> None:
        self.origin = origin
        self._hub = hub
        self._key = ""
        self._policy = (
            f"default-src 'none'; script-src 'self' {hub}; frame-src {hub}; style-src 'self'; "
            "img-src 'self'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors 'self' {' '.join(framed_by)}; "
            "require-trusted-types-for 'script'; trusted-types"
        )
        app = web.Application()
        app.router.add_get("/assets/{name}", self._asset)
        app.router.add_get("/{path:.*}", self._page)
        app.on_response_prepare.append(self._dress)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    def put_chat(self, key: str) -> None:
        """From here on every page carries the chat of this site key; '' for none."""
        self._key = key

    async def start(self) -> None:
        parts = urlsplit(self.origin)
        await self._runner.setup()
        await web.TCPSite(self._runner, parts.hostname, parts.port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _dress(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": self._policy,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "strict-origin-when-cross-origin",
                "Server": "shop",
            }
        )

    async def _page(self, request: web.Request) -> web.StreamResponse:
        query, accepted = request.query, request.headers.get("Accept-Language", "")
        looks = Looks.asked(query.get("lang", ""), query.get("theme", ""), accepted)
        page = find(request.path, looks)
        if page is None:
            raise web.HTTPNotFound
        wanted = self._key and query.get("chat") != "off"  # to measure what it costs a page
        chat = f"{self._hub}/widget/{self._key}.js" if wanted else ""
        response = web.Response(
            text=document(looks, page, chat=chat),
            content_type="text/html",
            headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"},
        )
        response.enable_compression()
        return response

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in ASSETS:
            raise web.HTTPNotFound
        return web.FileResponse(FOLDER / name, headers={"Cache-Control": KEPT})
