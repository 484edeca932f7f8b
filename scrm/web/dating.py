"""The time on every answer is the hub's own: of what it records, and not the machine's where these
are two."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from aiohttp import hdrs, web

from scrm.kernel.clock import Clock


def dated(clock: Clock) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal that dates answers by this clock."""

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers[hdrs.DATE] = _in_words(clock.now().replace(microsecond=0))

    return add


@lru_cache(2)
def _in_words(second: datetime) -> str:
    """All answers of a second bear the same."""
    return format_datetime(second, usegmt=True)
