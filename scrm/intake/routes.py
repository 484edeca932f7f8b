"""Where platforms call us: prove, keep, acknowledge."""

import structlog
from aiohttp import web

from scrm.channels.failures import BadSignature
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.values import HookRequest
from scrm.intake.worker import Intake
from scrm.kernel.errors import Unavailable
from scrm.web.dispatch import read_body
from scrm.web.doors import short_answer

log = structlog.get_logger()

MOST_BODY = 4_000_000
RETRY_AFTER = "5"
LONGEST_ID = 19

REFUSED = b"refused"


class Hooks:
    """`GET|POST /hooks/{channel_id}`, as a door beside the application."""

    def __init__(self, registry: Registry, intake: Intake) -> None:
        self._registry = registry
        self._intake = intake

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A wrong or missing secret and an unknown channel look alike."""
        path, asks, _ = request.raw_path.partition("?")
        channel = self._channel(path)
        if channel is None:
            return _refused(request)
        body = await read_body(request, MOST_BODY)
        query = request.query if asks else {}
        call = HookRequest(request.method, request.headers, query, body)
        try:
            received = channel.connector.receive(call)
        except BadSignature:
            log.warning("webhook refused", action="intake.bad_signature", channel=channel.id)
            return _refused(request)
        try:
            await self._intake.accept(channel, received.events)
        except Unavailable as busy:
            log.warning("webhook put off", action="intake.unavailable", why=str(busy))
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        answer = received.answer
        return short_answer(request, answer.status, answer.body, answer.content_type)

    def _channel(self, path: str) -> OpenChannel | None:
        channel_id = path.removeprefix("/hooks/")
        if not (channel_id.isdecimal() and channel_id.isascii() and len(channel_id) <= LONGEST_ID):
            return None
        return self._registry.find(int(channel_id))


def _refused(request: web.Request) -> web.StreamResponse:
    return short_answer(request, 403, REFUSED)
