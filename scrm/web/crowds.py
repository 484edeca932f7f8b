"""How many requests of one client are under way: behind a proxy connections tell nothing of who
holds them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from scrm.kernel.errors import TooManyRequests
from scrm.web.proxies import Proxies

MOST_PER_ADDRESS = 200
"""Connections of one address; behind a proxy, requests of one client that are under way."""
AGAIN_IN = 1.0
"""Seconds after which one of those requests may be over."""


class Crowd:
    """Clients by their network."""

    def __init__(self, proxies: Proxies) -> None:
        self.proxies = proxies
        self._under_way: Counter[str] = Counter()

    def enter(self, client: str) -> None:
        """Raises TooManyRequests; else the client has to leave."""
        if self._under_way[client] >= MOST_PER_ADDRESS:
            raise TooManyRequests("Too many requests at once", AGAIN_IN)
        self._under_way[client] += 1

    def leave(self, client: str) -> None:
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]

    @contextmanager
    def one_of(self, client: str) -> Iterator[None]:
        self.enter(client)
        try:
            yield
        finally:
            self.leave(client)
