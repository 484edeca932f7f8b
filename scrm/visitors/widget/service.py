"""Hands out the loader with a site's settings, the frame under its policy, and the frame's files."""

import re
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from scrm.kernel.errors import NotFound
from scrm.visitors.sites.service import Site, allowed
from scrm.visitors.values import Website
from scrm.web.addresses import own_origin

LOADER_KEPT = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
PLACEHOLDER = b"__SCRM_SETTINGS__"
"""What the built loader says where a site's settings belong."""
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self' {socket}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors 'self' {sites}"
)

LONGEST_NAME = 100
_ASSET = re.compile(rf"[A-Za-z0-9_-][A-Za-z0-9_.-]{{0,{LONGEST_NAME - 1}}}")
"""What the build names a file: nothing that leads elsewhere, or that a disk can't hold."""
PREVIEW_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


class Missing(NotFound):
    """The widget was not built with this hub."""

    code = "not_found"

    def __init__(self) -> None:
        Exception.__init__(
            self,
            "The widget is not built here: install the hub without SCRM_SKIP_UI, or run "
            "`python -m config.console build`",
        )


def settings_of(website: Website) -> dict[str, Any]:
    """What everybody may know of a site's settings."""
    return {
        "key": website.key,
        "title": website.title,
        "colour": website.colour,
        "position": website.position,
        "greeting": dict(website.greeting),
        "greetings": [
            {"pages": one.pages, "after": one.after, "text": dict(one.text)}
            for one in website.greetings
        ],
        "away": dict(website.away),
        "form": dict(website.form),
        "page_consent": website.page_consent,
    }


def loader(built: Path, request: web.Request, site: Site) -> web.Response:
    """The script of the one tag: it finds the hub by its own address."""
    template = _read(built / "loader.js")
    settings = settings_of(site.website) | {"sites": allowed(request, site)}
    # What a text may hold and a script may not stand beside.
    safe = orjson.dumps(settings).replace(b"</", b"<\\/").replace(b"\xe2\x80\xa8", b"\\u2028")
    body = template.replace(PLACEHOLDER, safe.replace(b"\xe2\x80\xa9", b"\\u2029"))
    headers = {"Cache-Control": LOADER_KEPT, "Cross-Origin-Resource-Policy": "cross-origin"}
    script = web.Response(
        body=body, content_type="text/javascript", charset="utf-8", headers=headers
    )
    script.enable_compression()  # for who takes it; it holds no secret that a length could tell
    return script


def frame(built: Path, request: web.Request, site: Site) -> web.Response:
    """The page of the chat, which only the allowed sites may show."""
    here = own_origin(request)
    policy = FRAME_POLICY.format(
        socket="ws" + here.removeprefix("http"), sites=" ".join(site.website.sites)
    )
    headers = {
        "Content-Security-Policy": policy.strip(),
        "Cache-Control": "no-cache",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    page = _read(built / "frame" / "index.html")
    return web.Response(body=page, content_type="text/html", charset="utf-8", headers=headers)


def preview(built: Path) -> web.Response:
    """A page of the hub's own on which the console shows the widget with settings not saved yet."""
    headers = {"Content-Security-Policy": PREVIEW_POLICY, "Cache-Control": "no-cache"}
    page = _read(built / "frame" / "preview.html")
    return web.Response(body=page, content_type="text/html", charset="utf-8", headers=headers)


def asset(built: Path, name: str) -> web.StreamResponse:
    """A file of the frame, whose name holds its hash."""
    path = built / "frame" / "assets" / name
    if not _ASSET.fullmatch(name) or not path.is_file():
        raise NotFound("file", name[:LONGEST_NAME])
    headers = {"Cache-Control": FOREVER, "Cross-Origin-Resource-Policy": "cross-origin"}
    return web.FileResponse(path, headers=headers)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Missing
    return path.read_bytes()
