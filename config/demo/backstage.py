"""What the stage page may see and do; the page itself and its guards are in `config.stage`."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from aiohttp import ClientSession

from config.demo.correspondents import Correspondent
from config.demo.inbox import Colleague
from config.demo.keeper import HubKeeper
from config.demo.phones import PhoneOwner
from config.demo.plug import Plug
from config.demo.story import Cue, Customer
from config.stage.board import Board
from scrm.kernel.errors import Conflict, Unavailable


class Backstage:
    """Fulfils `config.stage.server.Show`."""

    def __init__(self, key: str, client: ClientSession, hub: str, shop: str) -> None:
        self.key = key
        self.board = Board()
        self._client = client
        self._hub = hub
        self._shop = shop
        self._simulation = ""
        self._people: list[dict[str, Any]] = []
        self._scripted: list[str] = []
        self._keeper: HubKeeper | None = None
        self._plug: Plug | None = None
        self._group: asyncio.TaskGroup | None = None

    def furnish(
        self,
        group: asyncio.TaskGroup,
        keeper: HubKeeper,
        plug: Plug,
        cast: Sequence[tuple[Correspondent, Customer]],
        *,
        simulation: str,
    ) -> None:
        self._group, self._keeper, self._plug = group, keeper, plug
        self._simulation = simulation
        self._people = [
            {"id": who.key, "name": customer.name, "visitor": not customer.lines}
            for who, customer in cast
            if isinstance(who, PhoneOwner)
        ]
        self._scripted = [
            line.words
            for _, customer in cast
            for line in customer.lines
            if line.cue is Cue.COLLEAGUE
        ]

    async def enter(self, token: str) -> str:
        """Spend the link at the hub; the value of its session's cookie. Raises ScrmError."""
        return await Colleague(self._client, self._hub).come_in(token)

    def facts(self) -> dict[str, Any]:
        """Everything that the page shows, as it is now."""
        return {
            "hub": self._hub,
            "simulation": self._simulation,
            "shop": self._shop,
            "people": self._people,
            "scripted": self._scripted,
            **self._moving(),
        }

    def _moving(self) -> dict[str, Any]:
        keeper, plug = self._keeper, self._plug
        if keeper is None or plug is None:
            return {"up": False}
        progress = asdict(plug.progress) | {"clean": plug.progress.tally.is_clean}
        return {"up": keeper.up.is_set(), "plug": progress}

    def pull(self) -> None:
        """Begin the accident. Raises Conflict while there is one, Unavailable before the start."""
        if self._plug is None or self._group is None:
            raise Unavailable("The demo is still starting")
        if self._plug.is_running:
            raise Conflict("The plug is being pulled already")
        self._group.create_task(self._plug.pull())

    def changed(self) -> None:
        """Have every open page look again."""
        self.board.tell("moved", self._moving())

    def answered(self, person: str, words: str) -> None:
        """The shop's words have reached a customer, who may be one whose phone is shown."""
        self.board.tell("answered", {"person": person, "words": words})
