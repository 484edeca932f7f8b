"""The verb of greeting: prove the token, tell what was missed, and listen from there on."""

import asyncio
from collections.abc import Sequence

import orjson
from sqlmodel import Session

from scrm.kernel.errors import Unauthenticated
from scrm.kernel.failpoints import failpoint
from scrm.visitors import service
from scrm.visitors.hours.service import described
from scrm.visitors.mail import service as mail
from scrm.visitors.mail.values import Agent
from scrm.visitors.policy import visit_kept
from scrm.visitors.sockets.elsewhere import service as elsewhere
from scrm.visitors.sockets.service import Socket, Thread
from scrm.visitors.sockets.values import End, Hello
from scrm.visitors.sockets.worker import Desk
from scrm.visitors.values import Guest
from scrm.web.protection import ImpatientHandler

OPENED_WITHIN = 8.0


async def greet(desk: Desk, socket: Socket, hello: Hello) -> None:
    """Until the socket hears what comes, or is ended. Raises TimeoutError and Unavailable where
    the database takes too long."""
    guest = None if hello.token_hash is None else await _guest(desk, socket, hello.token_hash)
    if guest is None:
        await socket.end(End.UNAUTHORISED)
        return
    if guest.is_blocked:
        await socket.end(End.BLOCKED)
        return
    socket.visit = visit_kept(hello.visit, pages=socket.website.page_views)
    desk.lobby.greet(socket, guest)
    if isinstance(socket.request.protocol, ImpatientHandler):
        socket.request.protocol.count_no_more()
    if guest.is_known:
        await _catch_up(desk, socket, hello.after)
    else:
        await _ready(desk, socket, None, [])
        socket.is_live = True
        socket.say(type="caught_up", seq=0)
        if socket.guest.is_known:  # by what was written in another tab just now
            desk.postman.ask(desk.postman.join(socket))


async def _guest(desk: Desk, socket: Socket, token_hash: str) -> Guest | None:
    """Who it is, as of this moment: what is committed between the look and its answer makes for
    another look. None for nobody, and for whom the connection was ended meanwhile."""
    channel_id, now = socket.channel.id, desk.clock.now()

    def look(session: Session) -> Guest:
        found = service.guest(session, channel_id, token_hash, now)
        failpoint("visitors.greeting")
        return found

    desk.lobby.expect(socket, token_hash)
    while True:
        socket.is_asked_again = False
        try:
            guest = await desk.database.read(look)
        except Unauthenticated:
            return None
        if socket.ending:
            return None
        if not socket.is_asked_again:
            return guest


async def _catch_up(desk: Desk, socket: Socket, after: int) -> None:
    """Tell what is behind `after`, then listen. The step from one to the other waits for nothing,
    so that nothing falls between them."""
    async with asyncio.timeout(OPENED_WITHIN):
        thread = await desk.postman.opened(socket)
    box = thread.box
    conversation_id = box.conversation_id if box else None
    agents = await desk.database.read(lambda s: mail.agents(s, conversation_id))
    rate = thread.rate
    await _ready(desk, socket, thread, agents)
    socket.told = after if box is not None and after <= box.last_place else 0
    while thread.box is not None and socket.told < thread.box.last_place:
        if not await _tell_on(desk, socket, thread.box.identity_id):
            break  # what was there has been deleted since
    socket.is_live = True
    socket.say(type="caught_up", seq=socket.told)
    if thread.rate != rate and socket.website.ask_rating:
        socket.say(type="rate", conversation=str(thread.rate) if thread.rate else None)
    if thread.told_read:
        socket.say(type="read", seq=thread.told_read)


async def _tell_on(desk: Desk, socket: Socket, identity_id: int) -> bool:
    """False where there is nothing to tell."""
    since = socket.told
    for letter in await desk.database.read(lambda s: mail.letters(s, identity_id, since)):
        failpoint("visitors.telling")
        await socket.write(letter.frame)
        socket.told = letter.place
    return socket.told > since


async def _ready(
    desk: Desk, socket: Socket, thread: Thread | None, agents: Sequence[Agent]
) -> None:
    """The conversation that is named is all that this visitor's address ever said and heard: its
    numbers go on when the hub begins a new one."""
    document = {
        "type": "ready",
        "conversation": str(thread.box.identity_id) if thread and thread.box else None,
        "agents": [{"name": one.name, "photo": one.photo} for one in agents],
        "ping": desk.lobby.bounds.ping_every,
        "rate": str(thread.rate) if thread and thread.rate and socket.website.ask_rating else None,
        "continue_on": elsewhere.places(desk, socket.channel),
    } | described(desk.offices.of(socket.channel.id, socket.website))
    await socket.write(orjson.dumps(document))
