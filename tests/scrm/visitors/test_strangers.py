"""S-10, S-12: nobody is told what is another's, from wherever they come."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError
from sqlmodel import Session, col, select

from scrm.conversations.tables import Message
from scrm.kernel.ids import new_id
from scrm.kernel.signals import Signal
from scrm.visitors.service import BLOCKED
from scrm.visitors.tables import Visitor as Row
from tests.scrm.visitors.test_identities import signed
from tests.support.chat import PNG, SIGNING_SECRET, Chat, add_chat, chatting
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.gate import Gate
from tests.support.hub import keep_house
from tests.support.visitor import SITE, Tab, Visitor


async def test_a_token_is_kept_as_its_hash_and_shown_nowhere(
    quick: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = quick.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
        await tab.say(type="nonsense")
        await tab.until_closed()
    row = await quick.running.read(lambda s: s.exec(select(Row)).one())
    assert row.token_hash == hashlib.sha256(visitor.token.encode()).hexdigest()
    shown = capsys.readouterr()
    assert visitor.token not in shown.out + shown.err
    listed = await quick.running.client.get(f"/conversations/{await quick.conversation()}/visitors")
    assert visitor.token not in str(listed)
    assert row.token_hash not in str(listed)


async def test_a_stranger_is_told_nothing_of_anothers(quick: Chat) -> None:
    """Not the conversation, not its files, and no more than of what does not exist."""
    ada, eve = quick.visitor(), quick.visitor()
    async with ada.open() as hers, eve.open() as other:
        file_id = (await ada.upload(PNG)).json["id"]
        await hers.say(type="message", client_id="with-a-file", text="", attachments=[file_id])
        assert (await hers.answer("with-a-file"))["type"] == "sent"
        await other.write("And I?")
        stolen = await _with_file(other, file_id)
        assert (stolen["type"], stolen["code"]) == ("refused", "not_found")
        refused, absent = await eve.download(file_id), await eve.download("1")
        assert (refused.status, absent.status) == (404, 404)
        assert refused.json["detail"].replace(file_id, "1") == absent.json["detail"]
        assert (await ada.download(file_id)).body.startswith(PNG[:8])
        assert other.texts == [""]


async def _with_file(tab: Tab, file_id: str) -> dict[str, Any]:
    await tab.say(type="message", client_id="stolen-file", text="", attachments=[file_id])
    return await tab.answer("stolen-file")


async def test_a_token_of_one_site_opens_no_other(quick: Chat) -> None:
    other = await add_chat(quick.running)
    visitor = quick.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
    moved = other.visitor()
    moved.token = visitor.token
    tab = Tab(moved)
    await tab.greet()
    assert (await tab.until("ended"))["code"] == "unauthorised"
    await tab.drop()
    assert (await moved.session())["conversation"] is None
    assert moved.token != visitor.token


@pytest.mark.parametrize("token", ["", "short", "x" * 44, None, 7, {"a": 1}, "ü" * 43])
async def test_what_is_no_token_opens_nothing(quick: Chat, token: Any) -> None:
    visitor = quick.visitor()
    await visitor.session()
    tab = Tab(visitor)
    tab.ws = await visitor.connect()
    await tab.ws.send_json({"type": "hello", "token": token, "after": 0})
    answer = await tab.ws.receive_json()
    assert (answer["type"], answer["code"]) == ("ended", "unauthorised")
    await tab.ws.close()


@pytest.mark.parametrize("origin", ["https://evil.example", "http://shop.example", "null", ""])
async def test_a_page_of_another_site_gets_nowhere(quick: Chat, origin: str) -> None:
    visitor = quick.visitor(origin)
    reply = await visitor.ask("POST", "/session", json={})
    assert (reply.status, reply.json["code"]) == (403, "site_not_allowed")
    assert "Access-Control-Allow-Origin" not in reply.headers
    with pytest.raises(WSServerHandshakeError) as refused:
        await visitor.connect()
    assert refused.value.status == 403


async def test_who_names_no_page_gets_nowhere(quick: Chat) -> None:
    client = quick.running.client
    url = f"{client.address}/widget/{quick.key}"
    async with client.http.post(f"{url}/session", json={}) as answer:
        assert answer.status == 403
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.http.ws_connect(f"{url}/socket")
    assert refused.value.status == 403


async def test_an_allowed_page_may_read_the_answer_and_sends_no_cookie(quick: Chat) -> None:
    reply = await quick.visitor().ask("POST", "/session", json={})
    assert reply.headers["Access-Control-Allow-Origin"] == SITE
    assert reply.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    assert "Set-Cookie" not in reply.headers


async def test_the_hubs_own_pages_may(quick: Chat) -> None:
    own = quick.visitor(quick.running.client.address)
    async with own.open() as tab:
        assert (await tab.write("From the frame"))["type"] == "sent"


async def test_an_unknown_key_and_a_paused_chat(quick: Chat) -> None:
    visitor = quick.visitor()
    await quick.turn("pause")
    reply = await visitor.ask("POST", "/session", json={})
    assert (reply.status, reply.headers["Retry-After"]) == (503, "5")
    visitor.key = "0" * 32
    assert (await visitor.ask("POST", "/session", json={})).status == 404


async def test_who_is_blocked_while_they_are_greeted_is_out(
    quick: Chat, failpoints: Callable[[str], None], tmp_path: Path
) -> None:
    visitor, gate = quick.visitor(), Gate(tmp_path)
    async with visitor.open() as tab:
        await tab.write("Nonsense")
        conversation = await quick.conversation()
    late = await _held_at_the_door(visitor, failpoints, gate)
    path = f"/conversations/{conversation}/visitors/block"
    assert (await quick.running.client.post(path, {"blocked": True})).status == 200
    gate.open()
    assert (await late.until("ended"))["code"] == "blocked"
    await late.drop()


async def test_who_writes_in_another_tab_while_one_is_greeted_is_known_in_both(
    quick: Chat, failpoints: Callable[[str], None], tmp_path: Path
) -> None:
    visitor, gate = quick.visitor(), Gate(tmp_path)
    async with visitor.open() as tab:
        late = await _held_at_the_door(visitor, failpoints, gate)
        await tab.write("My first word")
        gate.open()
        await late.until("caught_up")
        await late.hears("My first word")
        await quick.reply("Welcome")
        await late.hears("Welcome")
        await late.drop()


async def test_who_signs_in_while_an_old_tab_is_greeted_is_not_heard_there(
    sqlite_only: Place, failpoints: Callable[[str], None], tmp_path: Path
) -> None:
    async with chatting(sqlite_only, {"identity_secret": SIGNING_SECRET}) as chat:
        visitor, gate = chat.visitor(), Gate(tmp_path)
        async with visitor.open() as tab:
            await tab.write("Before I signed in")
            await tab.drop()
        lobby = chat.running.hub.visitors.lobby
        await chat.running.until(lambda _: len(lobby) == 0 or None)
        late = await _held_at_the_door(visitor, failpoints, gate)
        (socket,) = lobby
        await visitor.session(identity=signed(sub="user-7"))
        gate.open()
        assert (await late.until("ended"))["code"] == "replaced"
        await chat.running.until(lambda _: len(lobby) == 0 or None)
        assert not socket.is_greeted
        await late.drop()


async def _held_at_the_door(visitor: Visitor, failpoints: Callable[[str], None], gate: Gate) -> Tab:
    """A tab whose token was looked up, and what came of it is not known yet."""
    gate.shut()
    failpoints(f"visitors.greeting=gate:{gate.path}")
    tab = visitor.tab()
    await tab.greet()
    await gate.is_reached()
    return tab


async def test_a_blocked_visitor_says_no_word_more(quick: Chat) -> None:
    """Between the block and the end of their connection."""
    async with quick.visitor().open() as tab:
        await tab.write("Nonsense")
        row = await quick.running.read(lambda s: s.exec(select(Row)).one())
        quick.running.hub.visitors._hear([Signal(BLOCKED, row.id)])
        await tab.say(type="message", client_id="one-more-word", text="More", attachments=[])
        assert (await tab.until("ended"))["code"] == "blocked"
    assert await quick.running.read(lambda s: s.exec(select(Message.text)).all()) == ["Nonsense"]


async def test_a_block_reaches_all_browsers_of_a_visitor(quick: Chat) -> None:
    async with quick.visitor().open() as tab:
        await tab.write("Nonsense")
    more = 120

    def add(session: Session) -> None:
        first = session.exec(select(Row)).one()
        for number in range(more):
            values = first.model_dump() | {"id": new_id(), "token_hash": f"browser {number}"}
            session.add(Row(**values))

    await quick.running.hub.database.write(add)
    path = f"/conversations/{await quick.conversation()}/visitors/block"
    assert (await quick.running.client.post(path, {"blocked": True})).status == 200
    free = select(Row.id).where(col(Row.blocked_at).is_(None))
    assert await quick.running.read(lambda s: s.exec(free).all()) == []


async def test_a_browser_that_stays_away_is_forgotten_unless_it_is_blocked(
    sqlite_only: Place,
) -> None:
    async with chatting(sqlite_only, clock=HandClock()) as chat:
        ada, eve = chat.visitor(), chat.visitor()
        async with ada.open() as hers, eve.open() as other:
            await hers.write("I am Ada")
            gone = await chat.running.read(lambda s: s.exec(select(Row.id)).one())
            await other.write("Nonsense")
        eves = await chat.running.read(
            lambda s: s.exec(select(Row).where(col(Row.id) != gone)).one()
        )
        path = f"/conversations/{await chat.conversation(eves.address)}/visitors/block"
        assert (await chat.running.client.post(path, {"blocked": True})).status == 200
        chat.running.advance(timedelta(days=30 + 179))
        await keep_house(chat.running.hub)
        assert len(await chat.running.read(lambda s: s.exec(select(Row)).all())) == 2
        chat.running.advance(timedelta(days=2))
        await keep_house(chat.running.hub)
        assert await chat.running.read(lambda s: s.exec(select(Row.id)).all()) == [eves.id]


async def test_a_blocked_visitor_is_out_at_once_and_may_come_back(quick: Chat) -> None:
    visitor, client = quick.visitor(), quick.running.client
    path = "/conversations/{}/visitors/block"
    async with visitor.open() as tab:
        await tab.write("Nonsense")
        path = path.format(await quick.conversation())
        blocked = await client.post(path, {"blocked": True})
        assert blocked.json["items"][0]["blocked"] is True
        assert (await tab.until("ended"))["code"] == "blocked"
    reply = await visitor.ask("POST", "/session", json={"token": visitor.token})
    assert (reply.status, reply.json["code"]) == (403, "visitor_blocked")
    assert (await visitor.upload(PNG)).status == 403
    await client.post(path, {"blocked": False})
    async with visitor.open() as tab:
        assert (await tab.write("Sorry"))["type"] == "sent"
