"""Links that end marketing, over HTTP: without a sign-in, a script or a cookie. To look changes nothing,
whoever looks; a form that is sent does what it says."""

from collections.abc import Callable, Mapping
from email import message_from_bytes
from functools import partial
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from campaigns.unsubscribing import policy, service
from campaigns.unsubscribing.service import StopLinks
from campaigns.unsubscribing.values import MOST_BODY, PATH, WORDS, Act, Shown
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import TooManyRequests
from scrm.rendering import service as rendering
from scrm.web.dispatch import read_body
from scrm.web.patience import Patience

STOP_LINKS = web.AppKey("stop_links", StopLinks)

MOST_UNDONE, WITHIN = 5, 600.0
"""How often the press on one message is taken back within so many seconds; a stop is always taken."""

_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def add_stop_links(
    app: web.Application, database: Database, clock: Clock, hashed: Callable[[str], str]
) -> None:
    pages = Pages(database, clock, hashed)
    path = f"{PATH}{{token:[0-9A-Za-z]{{{policy.LENGTH}}}}}"
    app.router.add_get(path, pages.show)
    app.router.add_post(path, pages.act)


class Pages:
    """The page with one button, and what becomes of it."""

    def __init__(self, database: Database, clock: Clock, hashed: Callable[[str], str]) -> None:
        self._database = database
        self._clock = clock
        self._hashed = hashed
        self._patience = Patience(MOST_UNDONE, WITHIN)

    async def show(self, request: web.Request) -> web.StreamResponse:
        message_id = policy.read_token(request.match_info["token"], self._hashed)
        if message_id is None:
            return _missing()
        now = self._clock.now()
        shown = await self._database.read(lambda s: service.show(s, message_id, now))
        return _page(request, shown)

    async def act(self, request: web.Request) -> web.StreamResponse:
        """By the page's buttons, or by a mail program for whoever reads there (RFC 8058): 200 with the
        page, and never a redirect."""
        body = await read_body(request, MOST_BODY)
        message_id = policy.read_token(request.match_info["token"], self._hashed)
        if message_id is None:
            return _missing()
        now = self._clock.now()
        shown = await self._database.read(lambda s: service.show(s, message_id, now))
        wanted = policy.act_of(_form(request.headers.get("Content-Type", ""), body))
        if wanted is None:
            return _page(request, shown, status=400)
        key = str(message_id) if wanted is Act.UNDO else ""
        if key:
            try:
                self._patience.require(key)
            except TooManyRequests as refusal:
                headers = {"Retry-After": str(max(1, round(refusal.retry_after)))}
                return _page(request, shown, status=429, headers=headers)
            self._patience.count(key)
        work = partial(
            service.act, message_id=message_id, wanted=wanted, hashed=self._hashed, now=now
        )
        shown, did = await self._database.write(work)
        if key and not did:  # asking again costs nobody's patience
            self._patience.forgive(key)
        return _page(request, shown)


def _form(content_type: str, body: bytes) -> dict[str, str]:
    """In either of the two forms in which browsers and mail programs send one; the first of a name."""
    if content_type.lower().startswith("multipart/form-data"):
        head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
        whole = message_from_bytes(head + body)
        parts = whole.get_payload() if whole.is_multipart() else []
        pairs = [
            (str(part.get_param("name", "", "content-disposition")), _text(part))
            for part in parts
            if not isinstance(part, str)
        ]
    else:
        pairs = parse_qsl(body.decode("ascii", "replace"), max_num_fields=20)
    return dict(reversed(pairs))


def _text(part: Any) -> str:
    content = part.get_payload(decode=True) or b""
    return str(content.decode("utf-8", "replace"))


def _page(
    request: web.Request, shown: Shown, *, status: int = 200, headers: Mapping[str, str] = {}
) -> web.Response:
    chosen, accepts = request.query.get("in", ""), request.headers.get("Accept-Language", "")
    language = policy.language(chosen, shown.locale, accepts, shown.ours)
    nonce = token_urlsafe(16)
    text = rendering.page(
        "unsubscribing/page.html",
        shown=shown,
        language=language,
        other="zh" if language == "en" else "en",
        words=WORDS[language],
        channel=policy.where(shown.platform, shown.channel, language),
        is_often=status == 429,
        nonce=nonce,
    )
    return _html(text, status, {"Content-Security-Policy": _POLICY.format(nonce=nonce), **headers})


def _missing() -> web.Response:
    return _html(rendering.page("links/missing.html"), 404, {})


def _html(text: str, status: int, headers: Mapping[str, str]) -> web.Response:
    """The address is whose link it is: nobody is told of it, and nothing finds it."""
    own = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", **headers}
    return web.Response(text=text, status=status, headers=own, content_type="text/html")
