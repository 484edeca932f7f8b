"""Furnishes the hub: people, channels, quick replies. What is there already is left as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from config.demo import cast, inbox
from config.demo.browsers import Browser, Site, TokenDrawer
from config.demo.correspondents import Correspondent, Document
from config.demo.inbox import Colleague
from config.demo.phones import Bot, PhoneOwner, Phones
from config.demo.story import Customer
from config.demo.teaching import teach

BOT_NAME = "Clay & Leaf"
BOT_USERNAME = "clay_and_leaf_bot"
GREETING = {
    "en": "Hello! Ask us anything about pots, cups and tea.",
    "zh": "您好！茶与茶器，尽管问。",
}

MARKETING: Document = {"caps": {"day": None, "week": None}, "hold_after_answer": 0}
"""Whoever watches may launch one campaign after the other, and need not wait a day after an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything listens this time. `shown_on`: whose pages the chat may be seen on."""

    hub: str
    simulation: str
    shop: str
    shown_on: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shop:
    """Everybody who works there, and where customers write to."""

    owner: Colleague
    owner_email: str
    workers: Mapping[str, Colleague]
    channel_id: str
    bot: Bot
    site: Site


async def open_shop(client: ClientSession, place: Place, socket: Path, phones: Phones) -> Shop:
    """Sign everybody in; make what is missing."""
    hub = place.hub
    email = await inbox.owner_of(socket)
    owner = Colleague(client, hub, cast.OWNER)
    await owner.come_in(await inbox.one_time_token(socket, email))
    await _furnish(owner)
    hired = await _hired(owner)
    await _grouped(owner)
    await teach(owner, socket)
    workers = {worker.key: await _worker(client, hub, socket, worker) for worker in hired}
    bot = await phones.bot(BOT_NAME, BOT_USERNAME)
    channel_id = await _channel(owner, bot, place.simulation)
    site = await _site(owner, place)
    return Shop(owner, email, workers, channel_id, bot, site)


async def _furnish(owner: Colleague) -> None:
    settings = await owner.get("/settings")
    if not settings["organisation_name"]:
        await owner.patch("/settings", {"organisation_name": cast.SHOP})
        await owner.patch("/settings/sending", MARKETING)
    known = {reply["shortcut"] async for reply in owner.all("/quick-replies")}
    for shortcut, text in cast.QUICK_REPLIES.items():
        if shortcut not in known:
            body = {"shortcut": shortcut, "text": text, "shared": True}
            await owner.post("/quick-replies", body, key=f"demo-reply-{shortcut}".encode().hex())


async def _hired(owner: Colleague) -> tuple[cast.Worker, ...]:
    known = {user["email"] async for user in owner.all("/users")}
    for worker in cast.WORKERS:
        if worker.email not in known:
            body = {"email": worker.email, "name": worker.name, "role": "agent"}
            await owner.post("/users", body)
    return cast.WORKERS


async def _grouped(owner: Colleague) -> None:
    """Teams, before the bot that hands over to one of them: whoever has made others since, or put
    them away, finds it so."""
    if (await owner.get("/bots"))["version"]:
        return
    known = {team["name"] for team in (await owner.get("/teams"))["items"]}
    users = {user["email"]: user["id"] async for user in owner.all("/users")}
    keys = {worker.key: users[worker.email] for worker in cast.WORKERS}
    me = (await owner.get("/me"))["user"]["id"]
    for name, members in cast.TEAMS.items():
        if name not in known:
            body = {"name": name, "members": [me, *(keys[one] for one in members)]}
            await owner.post("/teams", body)


async def _worker(client: ClientSession, hub: str, socket: Path, worker: cast.Worker) -> Colleague:
    colleague = Colleague(client, hub, worker.name)
    await colleague.come_in(await inbox.one_time_token(socket, worker.email))
    await colleague.patch("/me", {"locale": worker.locale})
    return colleague


async def _channel(owner: Colleague, bot: Bot, simulation: str) -> str:
    """The account at the simulated platform, wherever that listens this time."""
    settings = {"api_base": simulation, "mode": "polling"}
    channel = await _kept(owner, "telegram", settings)
    if channel is None:
        channel = await _opened(owner, "telegram", BOT_NAME, settings | {"token": bot.token})
    return str(channel["id"])


async def _site(owner: Colleague, place: Place) -> Site:
    """The chat on the shop's own pages, wherever those are this time."""
    settings: Document = {"sites": [place.shop, *place.shown_on]}
    channel = await _kept(owner, "webchat", settings)
    if channel is None:
        looks = {"title": BOT_NAME, "colour": "#2f5f4c", "greeting": GREETING}
        settings |= looks | {"form": {"name": "optional"}}
        channel = await _opened(owner, "webchat", f"{BOT_NAME}, the site", settings)
    return Site(place.hub, channel["settings"]["key"], place.shop, str(channel["id"]))


async def _kept(owner: Colleague, platform: str, settings: Document) -> Document | None:
    """The channel from an earlier run, with the settings of this one, and open."""
    async for channel in owner.all("/channels"):
        if channel["platform"] != platform:
            continue
        if any(channel["settings"].get(name) != value for name, value in settings.items()):
            await owner.patch(f"/channels/{channel['id']}", {"settings": settings})
        if channel["state"] != "active":
            await owner.post(f"/channels/{channel['id']}/resume", {})
        return channel
    return None


async def _opened(owner: Colleague, platform: str, name: str, settings: Document) -> Document:
    body = {"platform": platform, "name": name, "settings": settings}
    channel: Document = await owner.post("/channels", body)
    return channel


class Arrivals:
    """Those who come to write: with a phone, which they get where they have none yet, or to the
    shop's site."""

    def __init__(
        self, client: ClientSession, shop: Shop, phones: Phones, drawer: TokenDrawer
    ) -> None:
        self._client = client
        self._shop = shop
        self._phones = phones
        self._drawer = drawer

    async def of(self, customer: Customer) -> Correspondent:
        if customer.page:
            return Browser(self._client, self._shop.site, customer, self._drawer)
        known = await self._phones.people()
        number = known.get(customer.username) or await self._phones.add(customer)
        return PhoneOwner(self._phones, number, self._shop.channel_id)

    async def cast(self) -> list[tuple[Correspondent, Customer]]:
        return [(await self.of(who), who) for who in cast.CAST]

    async def crowd(self) -> list[Correspondent]:
        """The many who write when the plug is pulled: every other one at the site."""
        made = []
        for place, name in enumerate(cast.CROWD_NAMES):
            first, _, last = name.partition(" ")
            page = "/" if place % 2 else ""
            made.append(await self.of(Customer(first, last, f"crowd_{place}", "en", page=page)))
        return made
