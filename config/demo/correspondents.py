"""Somebody who writes to the shop, on whatever channel."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

from config.demo.story import Line, Said

Document = dict[str, Any]


class Correspondent(Protocol):
    """Those of the cast and of the crowd, by phone or in a browser."""

    @property
    def key(self) -> str:
        """Which nobody else has."""
        ...

    @property
    def channel_id(self) -> str:
        """Where the hub hears them."""
        ...

    def is_behind(self, identity: Document) -> bool:
        """Whether this is them, among the addresses that the hub knows on that channel."""
        ...

    async def attend(self) -> None:
        """Be there: hear and say what there is, until cancelled."""
        ...

    async def chat(self) -> list[Said]:
        """The chat with the shop, oldest first."""
        ...

    async def say(self, line: Line) -> None:
        """A line of the story."""
        ...

    async def write(self, words: str) -> None:
        """Words, which arrive when they can."""
        ...

    def listen(self) -> AsyncIterator[str | None]:
        """The shop's words as they arrive, and None for whatever else changes."""
        ...
