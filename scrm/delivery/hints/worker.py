"""Sends hints at once or not at all; they are never stored and never tried again."""

import asyncio

import structlog
from aiohttp import web

from scrm.channels.failures import SendFailed
from scrm.channels.outbound import AcknowledgePress, Action, Outbound, ShowTyping
from scrm.channels.registry import Registry
from scrm.channels.values import Capability

log = structlog.get_logger()

MOST_WAITING = 500
TIMEOUT = 10.0
WORKERS = 4

NEEDS = {ShowTyping: Capability.TYPING, AcknowledgePress: Capability.ACKNOWLEDGE}


class Hints:
    """A bounded queue of hints; what does not fit is dropped, for late it would be wrong."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._queue: asyncio.Queue[tuple[int, Outbound]] = asyncio.Queue(MOST_WAITING)

    def give(self, channel_id: int, recipient: str, action: Action) -> None:
        try:
            self._queue.put_nowait((channel_id, Outbound(recipient, action)))
        except asyncio.QueueFull:
            log.warning("hint dropped", action="hint.dropped", channel=channel_id)

    async def run(self, stopping: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(self._work()) for _ in range(WORKERS)]
            await stopping.wait()
            for worker in workers:
                worker.cancel()

    async def _work(self) -> None:
        while True:
            channel_id, outbound = await self._queue.get()
            channel = self._registry.find(channel_id)
            if channel is None or not channel.is_active:
                continue
            if NEEDS.get(type(outbound.action)) not in channel.platform.capabilities:
                continue
            try:
                async with asyncio.timeout(TIMEOUT):
                    await channel.connector.send(outbound)
            except (SendFailed, TimeoutError) as failure:
                log.info("hint not taken", action="hint.failed", why=type(failure).__name__)
            except Exception:
                log.exception("connector failed", action="hint.connector_broken")


HINTS = web.AppKey("hints", Hints)
