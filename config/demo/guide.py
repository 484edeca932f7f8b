"""Follows whoever watches through the tour: a step is ticked when the hub has said that it happened."""

from collections.abc import Callable, Collection, Sequence

from config.demo.inbox import Colleague, Document, HubRefused
from config.demo.keeper import HubKeeper
from config.demo.tour import KINDS, done, earlier
from config.demo.watching import watch

NEWEST = ("",)
"""What has just happened is among the newest events, of whatever kind."""
MOST = "100"
"""Events of a kind: of who talks on and on the first must not be out of sight."""


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
        """Until cancelled."""
        await watch(self._colleague, self._keeper, self._look)

    async def _look(self, conversation: Document, changed: bool) -> None:
        """At the person of a conversation; of a step that shows again the first time is told."""
        if conversation["contact"]["name"] in self._cast:
            return
        kinds = NEWEST if changed else KINDS
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
