"""Follows whoever watches through the tour: a step is ticked when the hub has said that it happened."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import aclosing

import structlog

from config.demo.inbox import Colleague, Document, HubAway, HubRefused
from config.demo.keeper import HubKeeper
from config.demo.tour import KINDS, done, earlier

log = structlog.get_logger()

NEWEST = ("",)
"""What has just happened is among the newest events, of whatever kind."""
MOST = "100"
"""Events of a kind: of who talks on and on the first must not be out of sight."""
AGAIN_IN = 0.5
"""Seconds until a broken stream is asked for again."""


class Guide:
    """`done` are the steps, with what there is to say of each. Those of the cast don't count: their
    own chats must not tick anything off."""

    def __init__(
        self,
        colleague: Colleague,
        keeper: HubKeeper,
        cast: Collection[str],
        passing: Collection[str],
        changed: Callable[[], None],
    ) -> None:
        self.done: dict[str, Document] = {}
        self._colleague = colleague
        self._keeper = keeper
        self._cast = cast
        self._passing = passing
        self._changed = changed

    async def follow(self) -> None:
        """Until cancelled; through every death of the hub."""
        while True:
            await self._keeper.up.wait()
            try:
                await self._listen()
            except HubAway as away:
                log.debug("the guide waits for the hub", action="demo.guide_waits", why=str(away))
            await asyncio.sleep(AGAIN_IN)  # a hub that refuses must not be asked in a circle

    async def _listen(self) -> None:
        async with aclosing(self._colleague.stream()) as stream:
            async for event, data in stream:
                if event in ("open", "reset"):
                    async for conversation in self._colleague.all("/conversations"):
                        await self._look(conversation, KINDS)
                elif event == "conversation.changed":
                    await self._look(data["conversation"], NEWEST)

    async def _look(self, conversation: Document, kinds: Sequence[str]) -> None:
        """At the person of a conversation; of a step that shows again the first time is told."""
        if conversation["contact"]["name"] in self._cast:
            return
        found = done(await self._events(conversation["contact_id"], kinds), self._passing)
        known = {step: earlier(self.done.get(step), told) for step, told in found.items()}
        if not known.items() <= self.done.items():
            self.done |= known
            self._changed()

    async def _events(self, contact_id: str, kinds: Sequence[str]) -> list[Document]:
        path = f"/contacts/{contact_id}/timeline"
        try:
            pages = [await self._colleague.get(path, kind=kind, limit=MOST) for kind in kinds]
        except HubRefused:  # erased meanwhile
            return []
        return [event for page in pages for event in page["items"]]
