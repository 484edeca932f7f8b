"""getUpdates: offsets, long polls and conflicts."""

import asyncio
from dataclasses import dataclass, field

from config.sandbox.clock import happens_within
from config.sandbox.telegram.params import Params
from config.sandbox.telegram.refusals import bad_request, conflict
from config.sandbox.telegram.values import ALL_UPDATES, DEFAULT_UPDATES, Bot, Json, Update
from config.sandbox.telegram.world import World

LONGEST_POLL = 50
CONFLICT_PAUSE = 3.0
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
BY_WEBHOOK = "terminated by setWebhook request"


@dataclass(slots=True, eq=False)
class _Poll:
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    ended_by: str = ""


@dataclass(slots=True)
class _History:
    offset: int | None = None
    at: float = 0.0
    next_conflict_at: float = 0.0


class Polling:
    """One long poll a bot; a new one ends the old one with 409, as does a webhook."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polls: dict[int, _Poll] = {}
        self._history: dict[int, _History] = {}

    async def get_updates(self, bot: Bot, params: Params) -> list[Json]:
        if bot.webhook is not None:
            raise await self._conflict(bot, _WEBHOOK_ACTIVE)
        self.end(bot.id, _OTHER_POLL)
        allow_updates(self._world, bot, params)
        offset = params.integer("offset")
        limit = min(max(params.integer("limit", 100), 1), self._world.settings.updates_listed)
        seconds = min(max(params.integer("timeout"), 0), LONGEST_POLL)
        limit, seconds = self._slow_down(bot, offset, limit, seconds)
        updates = self._select(bot, offset)
        if not updates and seconds:
            updates = await self._wait(bot, offset, seconds)
        return [update.payload() for update in updates[:limit]]

    def end(self, bot_id: int, reason: str) -> None:
        """End the long poll that waits, if one does."""
        poll = self._polls.pop(bot_id, None)
        if poll is not None:
            poll.ended_by = reason
            poll.wake.set()

    def end_all(self) -> None:
        """At the end of the process: polls answer with what there is, nothing."""
        for poll in self._polls.values():
            poll.wake.set()

    async def _wait(self, bot: Bot, offset: int, seconds: float) -> list[Update]:
        poll = _Poll()
        self._polls[bot.id] = poll
        stop = self._world.updates.listen(bot.id, lambda _: poll.wake.set())
        try:
            await happens_within(poll.wake, seconds, self._world.clock)
        finally:
            stop()
            if self._polls.get(bot.id) is poll:
                del self._polls[bot.id]
        if poll.ended_by:
            raise await self._conflict(bot, poll.ended_by)
        return self._select(bot, offset)

    def _select(self, bot: Bot, offset: int) -> list[Update]:
        """What lies at and beyond the offset; what lies below it has been acknowledged by it."""
        updates = self._world.updates
        waiting = updates.waiting(bot.id)
        with self._world.records.together():
            if offset < 0:
                for update in waiting[:offset]:
                    updates.drop(update, "forgotten")
            elif 0 < offset <= bot.next_update_id:  # beyond that it is unknown: from the head
                for update in waiting:
                    if update.update_id < offset:
                        updates.acknowledge(update)
        return updates.waiting(bot.id)

    def _slow_down(self, bot: Bot, offset: int, limit: int, seconds: int) -> tuple[int, int]:
        """Who asks for the same again and again waits longer and gets less."""
        now = self._world.clock.now()
        history = self._history.setdefault(bot.id, _History())
        if self._world.settings.hot_loop_guard and offset == history.offset:
            if now < history.at + 3.0:
                seconds = max(seconds, 3)
            if now < history.at + 0.5:
                limit = 1
        history.offset, history.at = offset, now
        return limit, seconds

    async def _conflict(self, bot: Bot, reason: str) -> Exception:
        """The refusal to raise; one that comes soon after another is held back."""
        now = self._world.clock.now()
        history = self._history.setdefault(bot.id, _History())
        if now < history.next_conflict_at:
            await self._world.clock.sleep(CONFLICT_PAUSE)
        else:
            history.next_conflict_at = now + CONFLICT_PAUSE
        return conflict(reason)


def allow_updates(world: World, bot: Bot, params: Params) -> None:
    """`allowed_updates`: left out keeps what was, empty means the usual kinds, unknown ones are ignored."""
    wanted = params.structure("allowed_updates", "allowed updates")
    if wanted is None:
        return
    if not isinstance(wanted, list) or not all(isinstance(kind, str) for kind in wanted):
        raise bad_request("can't parse allowed updates: Expected an Array of String")
    bot.allowed_updates = sorted(ALL_UPDATES & set(wanted)) if wanted else list(DEFAULT_UPDATES)
    world.save_bot(bot)
