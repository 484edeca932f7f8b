"""Flood control: so many messages a second for a bot, so many for a chat, then 429."""

import math
from dataclasses import dataclass

from config.sandbox.clock import Clock
from config.sandbox.telegram.refusals import too_many
from config.sandbox.telegram.values import Chat, FloodLimits


@dataclass(slots=True)
class _Bucket:
    rate: float
    size: float
    level: float
    at: float

    def fill(self, now: float) -> None:
        self.level = min(self.size, self.level + max(now - self.at, 0.0) * self.rate)
        self.at = now

    def missing(self, count: int) -> float:
        """Seconds until so many fit; an album larger than the bucket needs it full."""
        return max(0.0, (min(count, self.size) - self.level) / self.rate)


class FloodControl:
    """Buckets are not kept across a restart, as nobody can rely on Telegram's being kept either."""

    def __init__(self, limits: FloodLimits | None, clock: Clock) -> None:
        self.limits = limits
        self._clock = clock
        self._buckets: dict[tuple[int, int], _Bucket] = {}

    def take(self, bot_id: int, chat: Chat, count: int = 1) -> None:
        """Count the messages, or raise 429 and count none."""
        limits = self.limits
        if limits is None:
            return
        rate, burst = (
            (limits.per_chat, limits.chat_burst)
            if chat.is_private
            else (limits.per_group, limits.group_burst)
        )
        buckets = (
            self._bucket((bot_id, 0), limits.per_bot, limits.per_bot),
            self._bucket((bot_id, chat.id), rate, burst),
        )
        wait = max(bucket.missing(count) for bucket in buckets)
        if wait > 1e-9:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.level -= count

    def _bucket(self, key: tuple[int, int], rate: float, size: float) -> _Bucket:
        now = self._clock.now()
        bucket = self._buckets.setdefault(key, _Bucket(rate, size, size, now))
        bucket.fill(now)
        return bucket
