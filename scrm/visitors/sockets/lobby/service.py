"""All open connections of this process, by visitor and by where they come from."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from random import randint

from aiohttp import WSCloseCode

from scrm.kernel.errors import TooManyRequests
from scrm.visitors.sockets.rounds.service import Round
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import Bounds, End
from scrm.visitors.values import Guest

AGAIN_IN = (1, 10)
"""Seconds after which those who were sent away come again: not all at once."""


class Lobby:
    """All connections of this process, by visitor and by where they come from."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._sockets: set[Socket] = set()
        self._per_address: Counter[str] = Counter()
        self._by_token: defaultdict[str, set[Socket]] = defaultdict(set)
        self.round = Round()

    def __len__(self) -> int:
        return len(self._sockets)

    def __iter__(self) -> Iterator[Socket]:
        return iter(list(self._sockets))

    def require_room(self, address: str) -> None:
        """Raises TooManyRequests, before anything is spent on a connection."""
        full = len(self._sockets) >= self.bounds.sockets
        if full or self._per_address[address] >= self.bounds.sockets_per_address:
            if not self._per_address[address]:
                del self._per_address[address]
            raise TooManyRequests("Too many chats are open", _soon())

    def enter(self, socket: Socket) -> None:
        socket.bound(self.bounds)
        self._sockets.add(socket)
        self._per_address[socket.address] += 1

    def leave(self, socket: Socket) -> None:
        self._sockets.discard(socket)
        self._per_address[socket.address] -= 1
        if self._per_address[socket.address] <= 0:
            del self._per_address[socket.address]
        own = self._by_token.get(socket.guest.token_hash, set())
        own.discard(socket)
        if not own:
            self._by_token.pop(socket.guest.token_hash, None)

    def expect(self, socket: Socket, token_hash: str) -> None:
        """It has said whose it is. What becomes of that token from here on concerns it."""
        socket.guest = Guest(socket.channel.id, token_hash)
        self._by_token[token_hash].add(socket)

    def greet(self, socket: Socket, guest: Guest) -> None:
        """From here on it is known whose it is."""
        socket.guest = guest
        socket.is_greeted = True

    def concerned(self, visitor_ids: Set[int]) -> list[Socket]:
        """The connections of visitors of whom something became. Who is being greeted may be one of
        them, and is looked up again."""
        for one in self._sockets:
            one.is_asked_again |= not one.is_greeted
        return [one for one in self._sockets if one.guest.id in visitor_ids]

    def rename(self, guest: Guest) -> list[Socket]:
        """The tabs of a browser belong to somebody else from now on: those who are greeted."""
        tabs = self.of_token(guest.token_hash)
        for tab in tabs:
            tab.is_asked_again = not tab.is_greeted
        greeted = [tab for tab in tabs if tab.is_greeted]
        for tab in greeted:
            tab.guest = guest
        return greeted

    def of_token(self, token_hash: str) -> list[Socket]:
        """The tabs of one browser."""
        return list(self._by_token.get(token_hash, ()))

    def is_here(self, token_hash: str) -> bool:
        """Whether a browser has a tab open at this process."""
        return token_hash in self._by_token

    def overdue(self, now: float) -> list[Socket]:
        """Those who have not said who they are, or nothing at all for too long."""
        return [one for one in self._sockets if self._is_overdue(one, now)]

    def _is_overdue(self, socket: Socket, now: float) -> bool:
        if socket.guest.token_hash:
            return now - socket.heard_at > self.bounds.silent_for
        return now - socket.came_at > self.bounds.hello_within

    async def send_away(self, sockets: Iterable[Socket]) -> None:
        """The hub stops: they come again, each in its own time."""
        await asyncio.gather(
            *(
                one.end(End.GOING_AWAY, again_in=_soon(), code=WSCloseCode.GOING_AWAY)
                for one in sockets
            )
        )


def _soon() -> int:
    return randint(*AGAIN_IN)  # noqa: S311 - spreads them, guards nothing
