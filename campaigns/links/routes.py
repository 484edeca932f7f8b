"""Short links over HTTP: to where they lead, without a sign-in and without a cookie."""

from collections.abc import Callable
from functools import partial
from string import punctuation
from urllib.parse import quote

import structlog
from aiohttp import web

from campaigns.links import service
from campaigns.links.policy import LENGTH, by_whom, read_token
from campaigns.links.values import AGAIN, PATH, By, Followed, Short
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Unavailable
from scrm.rendering import service as rendering

log = structlog.get_logger()
_MOST_REMEMBERED = 10_000


def add_links(
    app: web.Application, database: Database, clock: Clock, hashed: Callable[[str], str]
) -> None:
    following = Following(database, clock, hashed)
    app.router.add_get(f"{PATH}{{token:[0-9A-Za-z]{{{LENGTH}}}}}", following.follow)


class Following:
    """Sends on whoever asks, at once; that they did is kept, unless they just did."""

    def __init__(self, database: Database, clock: Clock, hashed: Callable[[str], str]) -> None:
        self._database = database
        self._clock = clock
        self._hashed = hashed
        self._lately: dict[tuple[Short, By], float] = {}

    async def follow(self, request: web.Request) -> web.StreamResponse:
        short = read_token(request.match_info["token"], self._hashed)
        found = None
        if short is not None:
            found = await self._database.read(partial(service.find, short=short))
        if short is None or found is None:
            text = rendering.page("links/missing.html")
            return web.Response(text=text, status=404, content_type="text/html")
        await self._keep(short, found, by_whom(request.method, request.headers))
        where = quote(
            found.url, safe=punctuation
        )  # as it was written, but for what no header takes
        onward = {"Location": where, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        return web.Response(status=302, headers=onward)

    async def _keep(self, short: Short, found: Followed, by: By) -> None:
        if self._did_just(short, by):
            return
        work = partial(service.follow, short=short, found=found, by=by, now=self._clock.now())
        try:
            await self._database.write(work)
        except Unavailable:  # they want to go on, and nobody was promised the number
            log.exception("a followed link was not counted", action="campaigns.click_lost")

    def _did_just(self, short: Short, by: By) -> bool:
        now = self._clock.now().timestamp()
        last = self._lately.pop((short, by), None)
        self._lately[short, by] = now  # the newest stand last
        if len(self._lately) > _MOST_REMEMBERED:
            del self._lately[next(iter(self._lately))]
        return last is not None and now - last < AGAIN.total_seconds()
