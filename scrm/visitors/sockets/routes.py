"""The visitors' socket: who may open it, what is said on it, and how that is answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.kernel.errors import Invalid, Unavailable
from scrm.kernel.failpoints import failpoint
from scrm.kernel.signals import Signal
from scrm.visitors import service
from scrm.visitors.policy import event_of
from scrm.visitors.sites.service import find, require_origin
from scrm.visitors.sockets.elsewhere import service as elsewhere
from scrm.visitors.sockets.greeting.service import greet
from scrm.visitors.sockets.policy import BadFrame, read_frame
from scrm.visitors.sockets.rating import service as rating
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import (
    Continue,
    End,
    Filled,
    Frame,
    Hello,
    Looked,
    Message,
    Ping,
    Pressed,
    Rated,
    Read,
    Typing,
)
from scrm.visitors.sockets.worker import Desk
from scrm.visitors.uploads import service as uploads
from scrm.visitors.values import Guest, Said, Upload
from scrm.web.addresses import client_network

log = structlog.get_logger()

LARGEST_FRAME = 64_000
LONGEST_TEXT = 10_000
CLOSE_WITHIN = 2.0
ANSWERED_WITHIN = 8.0
"""Seconds to the commit of what a visitor says, and until the client is asked to say it again."""
NOT_VALID = "not_valid"
"""Why a form was not taken."""
WHO_TYPES = "visitor_typing"
TYPING_APART = 3.0
"""Seconds from one word to colleagues that a visitor types to the next."""


class Door:
    """`GET /widget/{key}/socket`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, request: web.Request) -> web.StreamResponse:
        desk = self._desk
        site = find(desk.registry, request.match_info["key"])
        require_origin(request, site, named=True)
        address = client_network(request)
        desk.lobby.require_room(address)
        ws = web.WebSocketResponse(
            timeout=CLOSE_WITHIN, autoping=False, compress=False, max_msg_size=LARGEST_FRAME
        )
        if not ws.can_prepare(request):
            raise Invalid("Upgrade", "is missing: this address is a WebSocket's")
        await ws.prepare(request)
        socket = Socket(ws, request, site, address, desk.lobby.round)
        desk.lobby.enter(socket)
        try:
            await Talk(desk, socket, ws).run()
        finally:
            desk.lobby.leave(socket)
            desk.postman.leave(socket)
            await socket.finished()
        return ws


class Talk:
    """One visitor's connection, frame by frame."""

    def __init__(self, desk: Desk, socket: Socket, ws: web.WebSocketResponse) -> None:
        self._desk = desk
        self._socket = socket
        self._ws = ws

    async def run(self) -> None:
        """Until either side ends it."""
        while not self._socket.ending:
            received = await self._ws.receive()
            if received.type not in (WSMsgType.TEXT, WSMsgType.PING, WSMsgType.PONG):
                if received.type is WSMsgType.BINARY:
                    await self._ws.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            now = asyncio.get_running_loop().time()
            self._socket.heard_at = now
            if self._socket.frames is None or self._socket.frames.take(now) > 0:
                await self._socket.end(End.TOO_MANY, again_in=60)
                return
            if not await self._heard(received):
                return

    async def _heard(self, received: WSMessage) -> bool:
        """False where the connection is over."""
        if received.type is WSMsgType.PING:
            await self._ws.pong(received.data)
        if received.type is not WSMsgType.TEXT:
            return True
        try:
            await self._answer(read_frame(received.data))
        except BadFrame as bad:
            log.info("strange frame from a visitor", action="visitors.bad_frame", why=str(bad))
            await self._ws.close(code=WSCloseCode.POLICY_VIOLATION)
            return False
        except ConnectionError:
            return False
        except (Unavailable, TimeoutError) as busy:
            log.warning("visitor put off", action="visitors.unavailable", why=type(busy).__name__)
            await self._socket.end(End.GOING_AWAY, again_in=5, code=WSCloseCode.TRY_AGAIN_LATER)
            return False
        except Exception:
            log.exception("visitor's frame failed", action="visitors.failed")
            await self._socket.end(End.GOING_AWAY, again_in=5, code=WSCloseCode.INTERNAL_ERROR)
            return False
        return not self._socket.ending

    async def _answer(self, frame: Frame) -> None:
        if isinstance(frame, Hello) is self._socket.is_greeted:
            raise BadFrame("hello comes first, and once")
        match frame:
            case Hello():
                await greet(self._desk, self._socket, frame)
            case Message():
                await self._take_message(frame)
            case Pressed():
                await self._take(Said(frame.client_id, value=frame.value, label=frame.label))
            case Filled():
                await self._fill(frame)
            case Rated():
                await rating.take(self._desk, self._socket, frame)
            case Continue():
                self._socket.say(**await elsewhere.answer(self._desk, self._socket, frame))
            case _:
                self._note(frame)

    def _note(self, frame: Ping | Typing | Read | Looked) -> None:
        """What needs no answer from the database."""
        match frame:
            case Ping():
                self._socket.say(type="pong")
            case Typing():
                self._typing()
            case Read():
                self._read(frame.place)
            case Looked():
                self._look(frame)

    async def _take_message(self, frame: Message) -> None:
        if len(frame.text) > LONGEST_TEXT:
            self._refuse(frame.client_id, "too_long", f"is longer than {LONGEST_TEXT} characters")
            return
        ids = frame.attachments
        files = await self._files(ids) if ids else []
        if len(files) < len(ids):
            self._refuse(frame.client_id, "not_found", "A file is not there; send it again")
        elif not frame.text.strip() and not files:
            self._refuse(frame.client_id, "empty", "The message says nothing")
        else:
            await self._take(Said(frame.client_id, frame.text, files=tuple(files)))

    async def _files(self, ids: Sequence[int]) -> list[Upload]:
        guest = self._socket.guest
        return await self._desk.database.read(lambda s: uploads.of_message(s, guest, ids))

    async def _take(self, said: Said) -> None:
        """Answer `sent` once it is committed; a repetition is answered the same."""
        socket, desk = self._socket, self._desk
        if (wait := self._wait()) > 0:
            self._refuse(said.client_id, "too_many", f"Too many at once; wait {wait:.0f} seconds")
            return
        if not await self._become_known():
            return
        channel = desk.registry.find(socket.channel.id)
        if channel is None or not channel.is_active:
            self._refuse(said.client_id, "busy", "This chat is paused; try again later")
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        socket.answers[said.client_id] = done
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                event = event_of(socket.guest, said, desk.clock.now())
                await desk.accept(channel, [event])
                failpoint("visitors.accepted")
                desk.postman.ask(desk.postman.join(socket))
                await done
        except (Unavailable, TimeoutError) as busy:
            log.warning("message put off", action="visitors.put_off", why=type(busy).__name__)
            socket.answers.pop(said.client_id, None)
            self._refuse(said.client_id, "busy", "The message could not be kept yet; try again")

    def _wait(self) -> float:
        """0 where they may say something that is written down; or else the seconds until then."""
        socket, desk, now = self._socket, self._desk, asyncio.get_running_loop().time()
        return desk.messages.take(socket.guest.token_hash, now) or desk.messages_per_address.take(
            socket.address, now
        )

    def _refuse(self, client_id: str, code: str, detail: str) -> None:
        self._socket.say(type="refused", client_id=client_id, code=code, detail=detail)

    async def _become_known(self) -> bool:
        """Somebody writes for the first time: all tabs of their browser are theirs from here on.
        False for who may say nothing more; then the connection is ended."""
        socket, desk = self._socket, self._desk
        if not socket.guest.is_known:
            visit, stranger = socket.visit, socket.guest
            now = desk.clock.now()
            self._rename(await desk.database.write(lambda s: service.keep(s, stranger, visit, now)))
        if socket.guest.is_blocked:
            await socket.end(End.BLOCKED)
        return not socket.guest.is_blocked

    def _rename(self, guest: Guest) -> None:
        for tab in self._desk.lobby.rename(guest):
            self._desk.postman.join(tab)

    async def _fill(self, frame: Filled) -> None:
        form = frame.form
        if frame.wrong:
            self._socket.say(type="unformed", field=frame.wrong, code=NOT_VALID)
            return
        if self._wait() > 0:
            self._socket.say(type="unformed", field="", code=End.TOO_MANY.value)
            return
        if not await self._become_known():
            return
        guest, now = self._socket.guest, self._desk.clock.now()

        def work(session: Session) -> Guest:
            return service.introduce(session, guest, form, now)

        try:
            named = await self._desk.database.write(work)
        except IntegrityError:  # another tab of theirs wrote at this moment, and is known by now
            named = await self._desk.database.write(work)
        self._rename(named)
        self._desk.postman.ask(self._desk.postman.join(self._socket))
        self._socket.say(type="formed")

    def _typing(self) -> None:
        thread, now = self._desk.postman.thread_of(self._socket), asyncio.get_running_loop().time()
        if thread is None or thread.box is None or not thread.box.conversation_id:
            return
        if now >= thread.typing_told_at + TYPING_APART:
            thread.typing_told_at = now
            self._desk.live.hear([Signal(WHO_TYPES, thread.box.conversation_id)])

    def _read(self, place: int) -> None:
        thread = self._desk.postman.thread_of(self._socket)
        if thread is None or thread.box is None:
            return
        read = min(place, thread.box.last_place)
        if read > max(thread.read, thread.box.read_place):
            thread.read = read
            self._desk.postman.ask(thread)

    def _look(self, frame: Looked) -> None:
        """Of somebody who has not written, only where they are now is remembered, here; of nobody
        where the site keeps no pages."""
        socket, desk = self._socket, self._desk
        if not socket.website.page_views:
            return
        socket.visit = replace(socket.visit, page=frame.page)
        if not socket.guest.is_known or not frame.page.url:
            return
        now = asyncio.get_running_loop().time()
        if desk.pages.take(socket.guest.token_hash, now) > 0:
            return
        thread = desk.postman.join(socket)
        thread.pages.append((socket.guest, frame.page))
        desk.postman.ask(thread)
