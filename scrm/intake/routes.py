"""Where platforms call us: prove, keep, acknowledge."""

import structlog
from aiohttp import web

from scrm.channels.failures import BadSignature
from scrm.channels.registry import REGISTRY
from scrm.channels.values import HookRequest
from scrm.intake.worker import Intake
from scrm.kernel.errors import Unavailable
from scrm.web.dispatch import read_body

log = structlog.get_logger()

INTAKE = web.AppKey("intake", Intake)
MOST_BODY = 4_000_000
RETRY_AFTER = "5"

REFUSED = b"refused"


async def hook(request: web.Request) -> web.Response:
    """`GET|POST /hooks/{channel_id}`. A wrong or missing secret and an unknown channel look alike."""
    channel_id = request.match_info["channel_id"]
    channel = None
    if channel_id.isdecimal() and len(channel_id) <= 19:
        channel = request.app[REGISTRY].find(int(channel_id))
    if channel is None:
        return _refused()
    body = await read_body(request, MOST_BODY)
    call = HookRequest(request.method, request.headers, request.query, body)
    try:
        received = channel.connector.receive(call)
    except BadSignature:
        log.warning("webhook refused", action="intake.bad_signature", channel=channel.id)
        return _refused()
    try:
        await request.app[INTAKE].accept(channel, received.events)
    except Unavailable as busy:
        log.warning("webhook put off", action="intake.unavailable", why=str(busy))
        return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
    answer = received.answer
    return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)


def _refused() -> web.Response:
    return web.Response(status=403, body=REFUSED, content_type="text/plain")
