"""What the bots have still to be told: queues per bot, acknowledged, forgotten or expired."""

import secrets
from collections import defaultdict
from collections.abc import Callable
from itertools import islice

from config.sandbox.calllog import LogWriter
from config.sandbox.clock import Clock
from config.sandbox.records import Records
from config.sandbox.telegram.values import DAY, Bot, Json, Update

QueueKey = tuple[int, str]
"""Chat or user, and kind: one at a time inside, different ones in parallel."""

Listener = Callable[[Update], None]


class Updates:
    """Kept until acknowledged; each change is on record before anybody hears of it."""

    def __init__(self, records: Records, log: LogWriter, clock: Clock) -> None:
        self._records = records
        self._log = log
        self._clock = clock
        self._waiting: dict[int, dict[int, Update]] = defaultdict(dict)
        self._queues: dict[int, dict[QueueKey, dict[int, Update]]] = defaultdict(dict)
        self._listeners: dict[int, list[Listener]] = defaultdict(list)
        stored = [Update(**record) for record in records.all("update")]
        for update in sorted(stored, key=lambda one: (one.bot_id, one.update_id)):
            self._hold(update)

    def push(
        self, bot: Bot, kind: str, body: Json, queue_id: int, lifetime: float
    ) -> Update | None:
        """Queue what happened, if the bot wants to hear of such things; tells its listeners."""
        if kind not in bot.allowed_updates:
            return None
        now = self._clock.now()
        update = Update(bot.id, self._next_id(bot, now), queue_id, kind, body, now + lifetime)
        self._records.put("update", f"{bot.id}:{update.update_id}", update)
        self._records.put("bot", bot.id, bot)
        self._hold(update)
        source = body.get("message", body) if kind == "callback_query" else body
        self._log.append(
            "update",
            now,
            bot=bot.id,
            update_id=update.update_id,
            update=kind,
            chat_id=source.get("chat", {}).get("id"),
            message_id=source.get("message_id"),
            text=body.get("data") if kind == "callback_query" else _words(body),
        )
        for listener in list(self._listeners[bot.id]):
            listener(update)
        return update

    def listen(self, bot_id: int, listener: Listener) -> Callable[[], None]:
        """Be told of each new update; call the result to stop."""
        self._listeners[bot_id].append(listener)
        return lambda: self._listeners[bot_id].remove(listener)

    def waiting(self, bot_id: int) -> list[Update]:
        """What the bot has not acknowledged, in order, without what expired."""
        now = self._clock.now()
        for update in list(self._waiting[bot_id].values()):
            if update.expires_at <= now:
                self.drop(update, "expired")
        return list(self._waiting[bot_id].values())

    def queues(self, bot_id: int) -> list[QueueKey]:
        return [key for key, queue in self._queues[bot_id].items() if queue]

    def first(self, bot_id: int, key: QueueKey, place: int = 0) -> Update | None:
        """The head of one queue, or one further back."""
        queue = self._queues[bot_id].get(key, {})
        return next(islice(queue.values(), place, None), None)

    def is_waiting(self, update: Update) -> bool:
        return update.update_id in self._waiting[update.bot_id]

    def wait_on(self, seconds: float) -> None:
        """Let all that waits expire so much later: the clock is set, and nobody was away."""
        for waiting in self._waiting.values():
            for update in waiting.values():
                update.expires_at += seconds
                self._records.put("update", f"{update.bot_id}:{update.update_id}", update)

    def acknowledge(self, update: Update) -> None:
        """The bot has it."""
        self._release(update)
        now = self._clock.now()
        self._log.append("acknowledged", now, bot=update.bot_id, update_id=update.update_id)

    def drop(self, update: Update, why: str) -> None:
        """Nobody will have it: `expired`, or `forgotten` because the bot asked for that."""
        self._release(update)
        now = self._clock.now()
        self._log.append("dropped", now, bot=update.bot_id, update_id=update.update_id, why=why)

    def drop_all(self, bot_id: int) -> None:
        for update in self.waiting(bot_id):
            self.drop(update, "forgotten")

    def _next_id(self, bot: Bot, now: float) -> int:
        # After a week of silence Telegram starts again at a random number.
        if not bot.next_update_id or now - bot.last_update_at > 7 * DAY:
            bot.next_update_id = 100_000_000 + secrets.randbelow(800_000_000)
        bot.last_update_at = now
        bot.next_update_id += 1
        return bot.next_update_id - 1

    def _hold(self, update: Update) -> None:
        self._waiting[update.bot_id][update.update_id] = update
        key = (update.queue_id, update.kind)
        self._queues[update.bot_id].setdefault(key, {})[update.update_id] = update

    def _release(self, update: Update) -> None:
        self._waiting[update.bot_id].pop(update.update_id, None)
        queues = self._queues[update.bot_id]
        key = (update.queue_id, update.kind)
        queue = queues.get(key, {})
        queue.pop(update.update_id, None)
        if not queue:
            queues.pop(key, None)
        self._records.remove("update", f"{update.bot_id}:{update.update_id}")


def _words(body: Json) -> str | None:
    words = body.get("text", body.get("caption"))
    return None if words is None else str(words)
