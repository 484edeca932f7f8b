"""The console's built files, and what stands in for them where they are not built."""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGES = (
    "/",
    "/inbox",
    "/messages",
    "/contacts",
    "/segments",
    "/campaigns",
    "/rules",
    "/articles",
    "/bots",
    "/tags",
    "/settings",
    "/welcome",
    "/sign-in",
)
"""Where the console begins; what is behind them is the console's own."""

NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>scrm</title>
<p>The console is not built here. Install the project without <code>SCRM_SKIP_UI</code>,
or run <code>python -m config.console build</code>. The interface for scripts works:
see <code>/api/v1/openapi.json</code>."""

FOREVER = "public, max-age=31536000, immutable"


def dist(of: str = "console") -> Path:
    """Where the built files of the console, or of the widget, lie if they are built."""
    return Path(str(files("scrm"))) / of / "dist"


def add_console(app: web.Application) -> None:
    """Serve the console's pages, its hashed assets and the page about the REST interface."""
    built = dist()
    page = _file(built / "index.html") if (built / "index.html").exists() else _not_built
    for path in PAGES:
        app.router.add_get(path, page)
        if path != "/":
            app.router.add_get(f"{path}/{{rest:.*}}", page)
    for entry in sorted(built.iterdir()) if built.exists() else ():
        if entry.is_dir():
            app.router.add_static(f"/{entry.name}/", entry)
        elif entry.suffix not in {".html", ".gz"} and not entry.name.startswith("."):
            app.router.add_get(f"/{entry.name}", _file(entry))
    docs = built / "api-docs" / "api-docs.html"
    if docs.exists():  # before the address below /api/ that answers what there is not
        app.router.add_get("/api/docs", _file(docs))
    app.on_response_prepare.insert(0, _cache_assets)


async def _cache_assets(request: web.Request, response: web.StreamResponse) -> None:
    """What carries its hash in its name never changes."""
    if request.path.startswith("/assets/") and response.status == 200:
        response.headers["Cache-Control"] = FOREVER


async def _not_built(_request: web.Request) -> web.StreamResponse:
    return web.Response(text=NOT_BUILT, content_type="text/html")


def _file(path: Path) -> Handler:
    async def show(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return show
