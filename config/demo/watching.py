"""Looks at each conversation of the hub, and again whenever it changes; through every death of the hub."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import structlog

from config.demo.inbox import Colleague, Document, HubAway, HubRefused
from config.demo.keeper import HubKeeper

log = structlog.get_logger()

AGAIN_IN = 0.5
"""Seconds until a broken stream is asked for again."""
Look = Callable[[Document, bool], Awaitable[None]]
"""At a conversation; whether it has only just changed, and is not looked at from the beginning."""


async def watch(colleague: Colleague, keeper: HubKeeper, look: Look) -> None:
    """Until cancelled."""
    while True:
        await keeper.up.wait()
        try:
            await _listen(colleague, look)
        except HubAway as away:
            log.debug("waits for the hub", action="demo.watch_waits", why=str(away))
        except HubRefused as refusal:
            log.warning("the hub refuses", action="demo.watch_refused", why=str(refusal))
        await asyncio.sleep(AGAIN_IN)  # a hub that refuses must not be asked in a circle


async def _listen(colleague: Colleague, look: Look) -> None:
    async with aclosing(colleague.stream()) as stream:
        async for event, data in stream:
            if event in ("open", "reset"):
                async for conversation in colleague.all("/conversations"):
                    await look(conversation, False)
            elif event == "conversation.changed":
                await look(data["conversation"], True)
