"""Furnishes the hub: people, channel, quick replies. What is there already is left as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from config.demo import cast, inbox
from config.demo.inbox import Colleague
from config.demo.phones import Bot, Phones
from config.demo.story import Customer

BOT_NAME = "Clay & Leaf"
BOT_USERNAME = "clay_and_leaf_bot"


@dataclass(frozen=True, slots=True)
class Shop:
    """Everybody who works there, and the account that customers write to."""

    owner: Colleague
    owner_email: str
    workers: Mapping[str, Colleague]
    channel_id: str
    bot: Bot


async def open_shop(
    client: ClientSession, hub: str, socket: Path, phones: Phones, simulation: str
) -> Shop:
    """Sign everybody in; make what is missing."""
    email = await inbox.owner_of(socket)
    owner = Colleague(client, hub, cast.OWNER)
    await owner.come_in(await inbox.one_time_token(socket, email))
    await _furnish(owner)
    workers = {
        worker.key: await _worker(client, hub, socket, worker) for worker in await _hired(owner)
    }
    bot = await phones.bot(BOT_NAME, BOT_USERNAME)
    channel_id = await _channel(owner, bot, simulation)
    return Shop(owner, email, workers, channel_id, bot)


async def _furnish(owner: Colleague) -> None:
    settings = await owner.get("/settings")
    if not settings["organisation_name"]:
        await owner.patch("/settings", {"organisation_name": cast.SHOP})
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


async def _worker(client: ClientSession, hub: str, socket: Path, worker: cast.Worker) -> Colleague:
    colleague = Colleague(client, hub, worker.name)
    await colleague.come_in(await inbox.one_time_token(socket, worker.email))
    await colleague.patch("/me", {"locale": worker.locale})
    return colleague


async def _channel(owner: Colleague, bot: Bot, simulation: str) -> str:
    """The account at the simulated platform, wherever that listens this time."""
    settings: dict[str, Any] = {"api_base": simulation, "mode": "polling"}
    async for channel in owner.all("/channels"):
        if channel["platform"] != "telegram":
            continue
        if channel["settings"].get("api_base") != simulation:
            await owner.patch(f"/channels/{channel['id']}", {"settings": settings})
        if channel["state"] != "active":
            await owner.post(f"/channels/{channel['id']}/resume", {})
        return str(channel["id"])
    body = {
        "platform": "telegram",
        "name": BOT_NAME,
        "settings": settings | {"token": bot.token},
    }
    return str((await owner.post("/channels", body))["id"])


async def move_in(phones: Phones) -> dict[int, Customer]:
    """The cast with their numbers; who has no phone yet gets one."""
    known = await phones.people()
    return {known.get(who.username) or await phones.add(who): who for who in cast.CAST}


async def crowd_of(phones: Phones) -> dict[int, str]:
    """The many who write when the plug is pulled, by number."""
    known = await phones.people()
    crowd: dict[int, str] = {}
    for place, name in enumerate(cast.CROWD_NAMES):
        username = f"crowd_{place}"
        first, _, last = name.partition(" ")
        number = known.get(username) or await phones.add(Customer(first, last, username, "en"))
        crowd[number] = name
    return crowd
