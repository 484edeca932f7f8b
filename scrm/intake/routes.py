"""Where platforms call us: prove, keep, acknowledge."""

import structlog

from scrm.channels.failures import BadSignature
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.values import HookRequest
from scrm.intake.worker import Intake
from scrm.web.doors import Answer, Asked, Promised

log = structlog.get_logger()

LONGEST_ID = 19

REFUSED = Answer(403, b"refused")


class Hooks:
    """`GET|POST /hooks/{channel_id}`, as a door beside the application."""

    def __init__(self, registry: Registry, intake: Intake) -> None:
        self._registry = registry
        self._intake = intake

    def refuses(self, path: str) -> Answer | None:
        """An unknown channel and a wrong or missing secret look alike."""
        return REFUSED if self._channel(path) is None else None

    def ask(self, asked: Asked) -> Answer | Promised:
        channel = self._channel(asked.path)
        if channel is None:
            return REFUSED
        call = HookRequest(asked.method, asked.headers, asked.query, asked.body)
        try:
            received = channel.connector.receive(call)
        except BadSignature:
            log.warning("webhook refused", action="intake.bad_signature", channel=channel.id)
            return REFUSED
        said = received.answer
        answer = Answer(said.status, said.body, said.content_type)
        return Promised(self._intake.offer(channel, received.events), answer)

    def _channel(self, path: str) -> OpenChannel | None:
        channel_id = path.removeprefix("/hooks/")
        if not (channel_id.isdecimal() and channel_id.isascii() and len(channel_id) <= LONGEST_ID):
            return None
        return self._registry.find(int(channel_id))
