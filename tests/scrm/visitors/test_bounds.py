"""F-58, F-59, S-14: what one visitor can't take from the others."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError
from sqlmodel import Session, select

from scrm.conversations.tables import Message
from scrm.delivery.policy import Bucket
from scrm.journal.tables import Event
from scrm.visitors.policy import Paces
from scrm.visitors.sockets.routes import WHO_TYPES
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import Bounds, End
from tests.support.chat import Chat
from tests.support.visitor import Tab

BEFORE = "https://shop.example/before?utm_source=mail"


def _bound(chat: Chat, **changes: Any) -> None:
    """Other bounds for connections from here on."""
    lobby = chat.running.hub.visitors.lobby
    lobby.bounds = replace(lobby.bounds, **changes)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"ping"',
        "{}",
        '{"type":"unheard of"}',
        '{"type":["message"]}',
        '{"type":"message","client_id":"short","text":"x"}',
        '{"type":"message","client_id":"long-enough","text":7}',
        '{"type":"message","client_id":"long-enough","text":"x","attachments":["../1"]}',
        '{"type":"message","client_id":"long-enough","text":"x","attachments":{"a":1}}',
        '{"type":"read","seq":-1}',
        '{"type":"read","seq":true}',
        '{"type":"read","seq":99999999999}',
        '{"type":"form","values":[]}',
        '{"type":"press","client_id":"long-enough","value":""}',
        '{"type":"hello","token":"again","after":0}',
        "[" * 50_000,
    ],
)
async def test_garbage_ends_the_connection_and_nothing_else(quick: Chat, text: str) -> None:
    visitor = quick.visitor()
    async with visitor.open() as tab, visitor.open() as other:
        assert tab.ws is not None
        await tab.ws.send_str(text)
        assert await tab.until_closed() == 1008
        assert (await other.write("Still here"))["type"] == "sent"


async def test_bytes_are_no_words(quick: Chat) -> None:
    async with quick.visitor().open() as tab:
        assert tab.ws is not None
        await tab.ws.send_bytes(b"\x00\xff")
        assert await tab.until_closed() == 1003


async def test_a_frame_that_is_too_large_is_not_read(quick: Chat) -> None:
    async with quick.visitor().open() as tab:
        assert tab.ws is not None
        await tab.ws.send_str("x" * 1_000_000)
        assert await tab.until_closed() == 1009


@pytest.mark.parametrize("kind", [WSMsgType.PING, WSMsgType.TEXT])
async def test_a_flood_of_tiny_frames_ends_it(quick: Chat, kind: WSMsgType) -> None:
    async with quick.visitor().open() as tab:
        assert tab.ws is not None
        for _ in range(200):
            await tab.ws.send_frame(b'{"type":"ping"}', kind)
        assert (await tab.until("ended"))["code"] == "too_many"
        assert await tab.until_closed() == 1008


async def test_who_says_no_hello_is_let_go(quick: Chat) -> None:
    """However often they ping."""
    lobby = quick.running.hub.visitors.lobby
    ws = await quick.visitor().connect()
    (socket,) = lobby
    before = socket.heard_at
    await ws.ping(b"once more")
    await quick.running.until(lambda _: socket.heard_at > before or None)
    socket.came_at -= lobby.bounds.hello_within
    assert (await ws.receive(timeout=20)).type in (
        WSMsgType.CLOSED,
        WSMsgType.CLOSE,
        WSMsgType.ERROR,
    )
    await quick.running.until(lambda _: len(lobby) == 0 or None)


async def test_who_falls_silent_is_let_go_and_who_pings_is_not(quick: Chat) -> None:
    async with quick.visitor().open() as silent, quick.visitor().open() as lively:
        long_ago = quick.running.hub.visitors.lobby.bounds.silent_for + 1
        for tab in (silent, lively):
            _socket_of(quick, tab).heard_at -= long_ago
            if tab is lively:
                await lively.say(type="ping")
        await silent.until_closed()
        assert lively.closed is None
        assert (await lively.write("Here"))["type"] == "sent"


async def test_forms_are_slowed_down_as_messages_are(quick: Chat) -> None:
    quick.running.hub.visitors.desk.messages._burst = 2.0
    quick.running.hub.visitors.desk.messages._rate = 0.001
    async with quick.visitor().open() as tab:
        for number in range(3):
            await tab.say(type="form", values={"name": f"Ada {number}"})
        refused = await tab.until("unformed")
        assert (refused["field"], refused["code"]) == ("", "too_many")
        assert len([one for one in tab.heard if one["type"] == "formed"]) == 2


async def test_who_types_fast_is_told_of_seldom(quick: Chat) -> None:
    """Colleagues' streams have one memory for all that happens."""
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        for _ in range(20):
            await tab.say(type="typing")
        await tab.say(type="ping")
        await tab.until("pong")
    told = [one for one in quick.running.hub.live._memory if one.topic == WHO_TYPES]
    assert len(told) == 1


async def test_a_burst_of_messages_is_slowed_down_and_none_is_lost(quick: Chat) -> None:
    quick.running.hub.visitors.desk.messages._burst = 3.0
    quick.running.hub.visitors.desk.messages._rate = 0.001
    async with quick.visitor().open() as tab:
        answers = [await tab.write(f"message {number}") for number in range(6)]
    assert [one["type"] for one in answers] == ["sent"] * 3 + ["refused"] * 3
    assert {one["code"] for one in answers[3:]} == {"too_many"}

    def look(session: Session) -> list[str]:
        return list(session.exec(select(Message.text)))

    assert await quick.running.read(look) == ["message 0", "message 1", "message 2"]


async def test_a_text_that_is_too_long_is_refused(quick: Chat) -> None:
    async with quick.visitor().open() as tab:
        assert (await tab.write("x" * 10_000))["type"] == "sent"
        refused = await tab.write("x" * 10_001)
        assert (refused["type"], refused["code"]) == ("refused", "too_long")


async def test_one_network_opens_so_many_connections(quick: Chat) -> None:
    _bound(quick, sockets_per_address=3)
    visitor = quick.visitor()
    async with visitor.open(), visitor.open(), visitor.open():
        with pytest.raises(WSServerHandshakeError) as refused:
            await visitor.connect()
        assert refused.value.status == 429
        assert refused.value.headers is not None
        assert int(refused.value.headers["Retry-After"]) >= 1
    async with visitor.open() as tab:
        await tab.write("There is room again")


async def test_sessions_from_one_network_are_counted(quick: Chat) -> None:
    quick.running.hub.visitors.sessions._burst = 2.0
    quick.running.hub.visitors.sessions._rate = 0.01
    visitor = quick.visitor()
    statuses = [(await visitor.ask("POST", "/session", json={})).status for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


async def test_page_views_go_on_record_within_bounds(quick: Chat) -> None:
    quick.running.hub.visitors.desk.pages._burst = 2.0
    async with quick.visitor().open() as tab:
        await tab.say(type="page", url=BEFORE, title="Before")
        await tab.write("Hello")
        for number in range(5):
            url = f"https://me:secret@shop.example/shoes/{number}?utm_campaign=red#token"
            await tab.say(type="page", url=url, title="Shoes")
        await quick.running.until(lambda s: len(_views(s)) == 3 or None)
        await tab.write("Still looking")
    views = await quick.running.read(_views)
    shoes = [f"https://shop.example/shoes/{number}?utm_campaign=red" for number in (0, 1)]
    assert [view["url"] for view in views] == [BEFORE, *shoes]
    assert views[1]["utm_campaign"] == "red"
    listed = await quick.running.client.get(f"/conversations/{await quick.conversation()}/visitors")
    (browser,) = listed["items"]
    assert browser["campaign"] == {"utm_source": "mail"}
    assert browser["page_url"] == views[-1]["url"]


def _views(session: Session) -> list[dict[str, Any]]:
    question = select(Event).where(Event.kind == "page.viewed").order_by(Event.id)  # type: ignore[arg-type]
    return [event.data for event in session.exec(question)]


async def test_who_reads_nothing_is_waited_for_by_nobody(quick: Chat) -> None:
    """Both are told in one round, until what is unread by one of them is too much. That one comes
    again, and is told what it missed."""
    visitor = quick.visitor()
    async with visitor.open() as asleep, visitor.open() as awake:
        await asleep.write("I read slowly")
        await awake.hears("I read slowly")
        slow, lively = (_socket_of(quick, tab) for tab in (asleep, awake))
        _read_no_more(asleep)
        for number in range(1_000):
            if slow.ending:
                break
            for socket in (slow, lively):
                socket.say(type="typing", number=number, filler="x" * 25_000)
            await awake.until("typing", number=number)
            awake.heard.clear()
        assert slow.ending
        await quick.reply("Take your time")
        await awake.hears("Take your time")
        await asleep.drop()
        await asleep.connect()
        assert asleep.texts[1:] == ["Take your time"]
        assert asleep.doubled == []


async def test_who_does_not_read_the_goodbye_is_cut_off(
    quick: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last word would wait behind all that they have not read."""
    monkeypatch.setattr("scrm.visitors.sockets.service.END_WITHIN", 0.2)
    async with quick.visitor().open() as asleep:
        socket = _socket_of(quick, asleep)
        _read_no_more(asleep)
        socket._unread_bytes = 100_000_000
        line = socket.request.transport
        assert line is not None
        while line.get_write_buffer_size() < 64_000:  # all that takes it on the way is full
            socket.say(type="typing", filler="x" * 25_000)
            await asyncio.sleep(0)
        async with asyncio.timeout(20):
            await socket.end(End.REPLACED)
        assert line.is_closing()


def _read_no_more(tab: Tab) -> None:
    assert tab.ws is not None
    line = tab.ws._response.connection
    assert line is not None
    assert line.transport is not None
    line.transport.pause_reading()


def _socket_of(chat: Chat, tab: Tab) -> Socket:
    """The hub's end of a tab."""
    assert tab.ws is not None
    here = tab.ws.get_extra_info("sockname")
    return next(
        one
        for one in chat.running.hub.visitors.lobby
        if one.request.get_extra_info("peername") == here
    )


async def test_a_connection_has_no_timer_of_its_own(quick: Chat) -> None:
    visitor = quick.visitor()
    async with visitor.open():
        before = _timers()
        async with AsyncExitStack() as stack:
            for _ in range(40):
                await stack.enter_async_context(visitor.open())
            assert len(quick.running.hub.visitors.lobby) == 41
            assert _timers() - before < 20


def _timers() -> int:
    """Without those of our own client, which has one for each request."""
    loop: Any = asyncio.get_running_loop()
    waiting = [timer for timer in loop._scheduled if not timer.cancelled()]
    return sum("TimeoutHandle" not in repr(timer._callback) for timer in waiting)


def test_a_bucket_that_is_full_is_forgotten() -> None:
    paces = Paces((1.0, 2.0), most=3)
    for key in ("a", "b", "c"):
        assert paces.take(key, 0.0) == 0
    assert paces.take("d", 5.0) == 0
    assert paces._buckets.keys() == {"d"}
    assert Bucket.full(1.0, 2.0, 0.0).is_full(0.0)


def test_bounds_leave_room_for_what_people_do() -> None:
    bounds = Bounds()
    assert bounds.ping_every * 2 < bounds.silent_for
    assert bounds.messages[1] < bounds.frames[1]
