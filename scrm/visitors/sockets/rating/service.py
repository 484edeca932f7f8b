"""The verb of rating on a socket: keep what the visitor says, and tell all their tabs."""

import asyncio

from scrm.visitors.ratings import service as ratings
from scrm.visitors.ratings.values import NotDue
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import End, Rated
from scrm.visitors.sockets.worker import Desk

NOT_DUE = "not_due"
"""Why a rating was not taken."""


async def take(desk: Desk, socket: Socket, frame: Rated) -> None:
    """All tabs hear what is kept, and ask no more."""
    guest, now = socket.guest, desk.clock.now()
    named, score, comment = str(frame.conversation_id), frame.score, frame.comment
    wait = desk.messages.take(guest.token_hash, asyncio.get_running_loop().time())
    if wait > 0 or not socket.website.ask_rating:
        code = End.TOO_MANY.value if wait > 0 else NOT_DUE
        socket.say(type="unrated", conversation=named, code=code)
        return
    try:
        kept = await desk.database.write(
            lambda s: ratings.rate(s, guest, frame.conversation_id, score, comment, now)
        )
    except NotDue:
        socket.say(type="unrated", conversation=named, code=NOT_DUE)
        return
    for tab in desk.postman.join(socket).live():
        tab.say(type="rated", conversation=named, score=kept)
