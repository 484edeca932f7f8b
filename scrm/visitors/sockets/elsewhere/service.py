"""Where else a visitor may go on, and the link that takes them there."""

import asyncio
from typing import Any

from sqlmodel import Session

from scrm.channels.contract import StartsByLink
from scrm.channels.registry import OpenChannel
from scrm.joining.links import service as links
from scrm.joining.links.values import LIVES
from scrm.visitors import store
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import Continue
from scrm.visitors.sockets.worker import Desk

_SAMPLE = "x"
"""Asks a channel whether it has an address that a link can lead to."""


def places(desk: Desk, channel: OpenChannel) -> list[dict[str, str]]:
    """Platforms on which visitors of this site can go on now, each once."""
    found = {one.platform.name: one.platform.label for one in _elsewhere(desk, channel)}
    return [{"platform": name, "label": label} for name, label in sorted(found.items())]


def _elsewhere(desk: Desk, channel: OpenChannel) -> list[OpenChannel]:
    """In a fixed order, so that of two accounts on one platform it is always the same."""
    website = getattr(channel.connector, "website", None)
    if not getattr(website, "continue_elsewhere", False):
        return []
    others = sorted(desk.registry, key=lambda one: one.id)
    return [one for one in others if one.is_active and _address(one, _SAMPLE)]


def _address(channel: OpenChannel, token: str) -> str | None:
    connector = channel.connector
    if not isinstance(connector, StartsByLink):
        return None
    return connector.start_link(channel.display, token)


async def answer(desk: Desk, socket: Socket, asked: Continue) -> dict[str, Any]:
    """A link that is good for one person and for half an hour; or why there is none."""
    said = {"type": "continue", "platform": asked.platform}
    now = asyncio.get_running_loop().time()
    if (wait := desk.links.take(socket.guest.token_hash, now)) > 0:
        return said | {"code": "too_many", "detail": f"Too many at once; wait {wait:.0f} seconds"}
    found = [one for one in _elsewhere(desk, socket.channel) if one.platform.name == asked.platform]
    if not found:
        return said | {"code": "not_possible", "detail": "Nobody can go on there now"}
    token = await _token(desk, socket)
    if token is None:
        return said | {"code": "not_yet", "detail": "There is nothing to go on with: write first"}
    return said | {"url": _address(found[0], token), "seconds": int(LIVES.total_seconds())}


async def _token(desk: Desk, socket: Socket) -> str | None:
    guest, now = socket.guest, desk.clock.now()

    def work(session: Session) -> str | None:
        identity = store.find_identity(session, guest.channel_id, guest.address, hold=True)
        return None if identity is None else links.make(session, identity.id, now)

    return await desk.database.write(work) if guest.is_known else None
