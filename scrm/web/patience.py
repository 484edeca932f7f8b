"""How much patience is left with those who fail: counted per key, in this process's memory."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from scrm.kernel.errors import TooManyRequests

MOST_WATCHED = 50_000


class Patience:
    """`most` failures of a key within `within` seconds; then it waits.

    A try is counted before it is looked at and forgiven when it succeeds: else as many as come
    at once would pass before the first has failed.
    """

    def __init__(
        self,
        most: int,
        within: float,
        *,
        watched: int = MOST_WATCHED,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._within = within
        self._watched = watched
        self._now = now
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def require(self, key: str) -> None:
        """Raises TooManyRequests where the key has failed too often of late."""
        tries = self._tries.get(key)
        if tries is None:
            return
        now = self._now()
        while tries and tries[0] <= now - self._within:
            tries.popleft()
        if len(tries) >= self._most:
            wait = tries[0] + self._within - now
            raise TooManyRequests("Too many wrong tries; wait a few minutes", wait)
        if not tries:
            del self._tries[key]

    def count(self, key: str) -> None:
        """A try; it stands as a failure until it is forgiven."""
        self._tries.setdefault(key, deque(maxlen=self._most)).append(self._now())
        self._tries.move_to_end(key)
        if len(self._tries) > self._watched:  # whoever has been quiet the longest
            self._tries.popitem(last=False)

    def forgive(self, key: str) -> None:
        """The last try was right."""
        tries = self._tries.get(key)
        if tries:
            tries.pop()
        if not tries:
            self._tries.pop(key, None)
