"""What the stage page may see and do; the page itself and its guards are in `config.stage`."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession

from config.demo import house
from config.demo.correspondents import Correspondent
from config.demo.guide import Guide
from config.demo.inbox import Colleague
from config.demo.keeper import HubKeeper
from config.demo.mailing import Mailing
from config.demo.mover import Mover
from config.demo.phones import PhoneOwner
from config.demo.plug import Plug
from config.demo.story import Cue, Customer
from config.stage.board import Board
from scrm.kernel.errors import Conflict, Invalid, Unavailable

LEAPS = {
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "8d": timedelta(days=8),
    "30d": timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Props:
    """What the show needs, once everything is there."""

    group: asyncio.TaskGroup
    keeper: HubKeeper
    plug: Plug
    mailing: Mailing
    mover: Mover
    guide: Guide
    cast: Sequence[tuple[Correspondent, Customer]]
    simulation: str
    timezone: str

    @property
    def phones(self) -> list[tuple[PhoneOwner, Customer]]:
        return [(who, whose) for who, whose in self.cast if isinstance(who, PhoneOwner)]

    @property
    def viewer(self) -> PhoneOwner:
        """The one without a story."""
        return next(who for who, whose in self.phones if not whose.lines)

    @property
    def scripted(self) -> list[str]:
        """Words of the shop that nobody who watches has written."""
        lines = [line for _, whose in self.cast for line in whose.lines]
        told = [line.words for line in lines if line.cue is Cue.COLLEAGUE]
        return told + sorted(house.bots_words())


class Backstage:
    """Fulfils `config.stage.server.Show`."""

    def __init__(self, key: str, client: ClientSession, hub: str, shop: str) -> None:
        self.key = key
        self.board = Board()
        self._client = client
        self._hub = hub
        self._shop = shop
        self._props: Props | None = None

    def furnish(self, props: Props) -> None:
        self._props = props

    async def follow(self) -> None:
        """Whoever watches, through the tour."""
        await self._ready().guide.follow()

    async def enter(self, token: str) -> str:
        """Spend the link at the hub; the value of its session's cookie. Raises ScrmError."""
        return await Colleague(self._client, self._hub).come_in(token)

    def facts(self) -> dict[str, Any]:
        """Everything that the page shows, as it is now."""
        props = self._ready()
        people = [
            {"id": who.key, "name": whose.name, "visitor": not whose.lines}
            for who, whose in props.phones
        ]
        return {
            "hub": self._hub,
            "simulation": props.simulation,
            "shop": self._shop,
            "timezone": props.timezone,
            "people": people,
            "viewer": props.viewer.key,
            "scripted": props.scripted,
            "sentences": house.sentences(),
            **self._moving(),
        }

    def _moving(self) -> dict[str, Any]:
        if self._props is None:
            return {"up": False}
        progress = self._props.plug.progress
        return {
            "up": self._props.keeper.up.is_set(),
            "plug": asdict(progress) | {"clean": progress.is_clean},
            "campaign": asdict(self._props.mailing.progress),
            "ahead": int(self._props.mover.ahead.total_seconds()),
            "done": self._props.guide.done,
        }

    def _ready(self) -> Props:
        if self._props is None:
            raise Unavailable("The demo is still starting")
        return self._props

    def pull(self) -> None:
        """Begin the accident. Raises Conflict while there is one, Unavailable before the start."""
        props = self._ready()
        if props.plug.is_running:
            raise Conflict("The plug is being pulled already")
        if not props.keeper.up.is_set():
            raise Conflict("The hub is down already")
        props.group.create_task(props.plug.pull(props.mailing.side))

    def launch(self, *, pull: bool) -> None:
        """Begin a campaign, to pull the plug in its middle where that is asked. Raises Conflict while
        there is one, Unavailable before the start."""
        props = self._ready()
        if props.mailing.is_running:
            raise Conflict("A campaign is under way already")
        if props.plug.is_running or not props.keeper.up.is_set():
            raise Conflict("The hub is down, or the plug is being pulled; wait until it is counted")
        props.group.create_task(props.mailing.run(pull=pull))

    async def leap(self, by: str) -> None:
        """Move the clock. Raises ScrmError; not while the plug is pulled, which counts by it."""
        props = self._ready()
        if by not in LEAPS:
            raise Invalid("by", f"is one of {', '.join(LEAPS)}")
        if props.plug.is_running:
            raise Conflict("The plug is being pulled; wait until it is counted")
        if props.mailing.is_running:
            raise Conflict("A campaign is under way; wait until it is finished")
        await props.mover.move(LEAPS[by])

    async def say(self, what: str, language: str) -> None:
        """Write a sentence of the tour on the phone of whoever watches. Raises Invalid."""
        words = house.sentences().get(what, {}).get(language)
        if words is None:
            raise Invalid("what", "is no sentence of the tour")
        await self._ready().viewer.write(words)

    def changed(self) -> None:
        """Have every open page look again."""
        self.board.tell("moved", self._moving())

    def answered(self, person: str, words: str) -> None:
        """The shop's words have reached a customer, who may be one whose phone is shown."""
        self.board.tell("answered", {"person": person, "words": words})
