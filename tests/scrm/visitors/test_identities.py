"""Who a visitor is by the word of the customer's own server, and who is not."""

import asyncio
import base64
import hashlib
import hmac
import threading
import time
from typing import Any

import orjson
import pytest
from sqlmodel import Session, select

from scrm.contacts.tables import ContactPoint, Identity
from scrm.kernel.errors import Unauthenticated
from scrm.visitors import service, store
from scrm.visitors.policy import form_of
from scrm.visitors.tables import Visitor as Row
from scrm.visitors.values import Form, Visit
from tests.support.chat import SIGNING_SECRET, Chat, add_chat, chatting
from tests.support.databases import Place
from tests.support.visitor import Tab


def signed(secret: str = SIGNING_SECRET, alg: str = "HS256", **claims: Any) -> str:
    """As a shop's server does it, by RFC 7515."""
    whole = {"exp": int(time.time()) + 3600} | claims
    parts = [_part(orjson.dumps({"alg": alg, "typ": "JWT"})), _part(orjson.dumps(whole))]
    said = b".".join(parts)
    return (said + b"." + _part(hmac.new(secret.encode(), said, hashlib.sha256).digest())).decode()


def _part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


async def test_a_signed_identity_is_one_person_everywhere(place: Place) -> None:
    """What was written before goes along; the old token opens nothing any more."""
    async with chatting(place, {"identity_secret": SIGNING_SECRET}) as chat:
        phone, laptop = chat.visitor(), chat.visitor()
        async with phone.open() as tab:
            await tab.write("Before I signed in")
            before = phone.token
            identity = signed(sub="user-7", name="Ada", email="ada@example.org", phone="+4930123")
            told = await phone.session(identity=identity)
            assert (await tab.until("ended"))["code"] == "replaced"
        assert (told["visitor"]["name"], told["conversation"]["last_seq"]) == ("Ada", 1)
        assert phone.token != before
        again = phone.token
        await phone.session(identity=identity)
        assert phone.token == again  # the same person is not sent away at each page
        await laptop.session(identity=signed(sub="user-7", name="Ada"))
        async with laptop.open() as tab:
            assert tab.texts == ["Before I signed in"]
        phone.token = before
        stale = Tab(phone)
        await stale.greet()
        assert (await stale.until("ended"))["code"] == "unauthorised"
        await stale.drop()

        def look(session: Session) -> tuple[Any, Any]:
            points = {(p.value, bool(p.verified_by)) for p in session.exec(select(ContactPoint))}
            return session.exec(select(Identity)).one().verified, points

        verified, points = await chat.running.read(look)
        assert verified == "signed"
        assert points == {("ada@example.org", True), ("+4930123", True)}


async def test_another_account_in_the_same_browser_sees_nothing_of_the_first(place: Place) -> None:
    async with chatting(place, {"identity_secret": SIGNING_SECRET}) as chat:
        browser = chat.visitor()
        await browser.session(identity=signed(sub="user-1"))
        async with browser.open() as tab:
            await tab.write("The first one's secret")
        told = await browser.session(identity=signed(sub="user-2"))
        assert told["conversation"]["last_seq"] == 0
        async with browser.open() as tab:
            assert tab.texts == []


async def test_what_a_stranger_wrote_stays_where_it_was_when_the_account_has_a_thread(
    place: Place,
) -> None:
    async with chatting(place, {"identity_secret": SIGNING_SECRET}) as chat:
        home, library = chat.visitor(), chat.visitor()
        await home.session(identity=signed(sub="user-1"))
        async with home.open() as tab:
            await tab.write("At home")
        async with library.open() as tab:
            await tab.write("Written by who sat here before")
        await library.session(identity=signed(sub="user-1"))
        async with library.open() as tab:
            assert tab.texts == ["At home"]


async def test_who_is_signed_in_has_not_written_by_that(place: Place) -> None:
    async with chatting(place, {"identity_secret": SIGNING_SECRET}) as chat:
        visitor = chat.visitor()
        await visitor.session(identity=signed(sub="user-7", name="Ada"))
        await visitor.session(identity=signed(sub="user-7", name="Ada Lovelace"))
        client = chat.running.client
        (ada,) = (await client.get("/contacts"))["items"]
        assert (ada["name"], ada["last_seen"]) == ("Ada", None)
        async with visitor.open() as tab:
            await tab.write("Hello")
        (ada,) = (await client.get("/contacts"))["items"]
        assert ada["last_seen"] is not None


async def test_a_page_that_loads_while_another_tab_signs_in_revives_no_token(
    sqlite_only: Place,
) -> None:
    """It has asked who has the token before that was ended, and writes afterwards."""
    signed_in = {"identity_secret": SIGNING_SECRET}
    async with chatting(sqlite_only, signed_in, workers=False) as chat:  # nobody else queues
        visitor, begun, gate = chat.visitor(), threading.Event(), threading.Event()
        async with visitor.open() as tab:
            await tab.write("Before I signed in")
            await tab.drop()
        old, hub = visitor.token, chat.running.hub

        def hold(_: Session) -> None:
            begun.set()
            gate.wait(10)

        held = asyncio.create_task(hub.database.write(hold))
        await asyncio.to_thread(begun.wait, 10)  # else what follows may be of the same commit
        body = {"token": old, "identity": signed(sub="user-7")}
        signing = asyncio.create_task(visitor.ask("POST", "/session", json=body))
        await chat.running.until(lambda _: hub.database._writer.queued >= 1 or None)
        loading = asyncio.create_task(visitor.ask("POST", "/session", json={"token": old}))
        await chat.running.until(lambda _: hub.database._writer.queued >= 2 or None)
        gate.set()
        await held
        assert (await signing).json["conversation"]["last_seq"] == 1
        fresh = (await loading).json
        assert (fresh["visitor"]["id"], fresh["conversation"]) == ("", None)
        assert fresh["token"] != old
        stale = visitor.tab()
        await stale.greet()
        assert (await stale.until("ended"))["code"] == "unauthorised"
        await stale.drop()


async def test_a_token_is_ended_for_what_began_before(place: Place) -> None:
    """Two processes have two clocks, and one writes before the other that looked earlier."""
    async with chatting(place, {"identity_secret": SIGNING_SECRET}) as chat:
        visitor, hub = chat.visitor(), chat.running.hub
        async with visitor.open() as tab:
            await tab.write("Before I signed in")
        known = service.guest_of(await chat.running.read(lambda s: s.exec(select(Row)).one()))
        began = hub.clock.now()
        await visitor.session(identity=signed(sub="user-7"))
        with pytest.raises(Unauthenticated):
            await hub.database.write(lambda s: service.return_of(s, known, Visit(), began))


async def test_an_address_is_one_accounts(place: Place) -> None:
    async with chatting(place) as chat:
        channel_id, database = int(chat.channel_id), chat.running.hub.database

        def claim(subject: str, address: str) -> Any:
            return database.write(lambda s: store.claim_address(s, channel_id, subject, address))

        assert await claim("user-1", "v1") == "v1"
        assert await claim("user-2", "v1") is None
        assert await claim("user-2", "v2") == "v2"
        assert await claim("user-2", "v1") == "v2"


@pytest.mark.parametrize(
    "identity",
    [
        signed(secret="another secret of the same length as ours", sub="user-7"),
        signed(alg="none", sub="user-7"),
        signed(sub="user-7", exp=int(time.time()) - 1),
        signed(sub="user-7", exp=int(time.time()) + 2 * 86_400),
        signed(sub="user-7", exp=True),
        signed(sub="user-7", exp=None),
        signed(sub=""),
        signed(sub=7),
        signed(),
        "a.b.c",
        "no token",
        "é.é.é",
    ],
)
async def test_an_identity_that_proves_nothing_is_refused(
    sqlite_only: Place, identity: str
) -> None:
    async with chatting(sqlite_only, {"identity_secret": SIGNING_SECRET}) as chat:
        reply = await chat.visitor().ask("POST", "/session", json={"identity": identity})
        assert (reply.status, reply.json["code"]) == (401, "bad_identity")


async def test_without_a_secret_nobody_is_anybody(quick: Chat) -> None:
    empty = signed(secret="", sub="user-7")
    reply = await quick.visitor().ask("POST", "/session", json={"identity": empty})
    assert (reply.status, reply.json["code"]) == (401, "bad_identity")


async def test_an_identity_of_another_site_is_refused(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, {"identity_secret": SIGNING_SECRET}) as chat:
        other = await add_chat(chat.running, identity_secret=SIGNING_SECRET[::-1])
        reply = await other.visitor().ask("POST", "/session", json={"identity": signed(sub="u")})
        assert reply.status == 401


def test_what_a_site_signs_wrongly_takes_nothing_else_with_it() -> None:
    claims = {"name": "Ada", "email": "Ada@shop.example", "phone": "call me"}
    assert form_of(claims) == Form("Ada", "ada@shop.example", "")
    assert form_of(claims | {"phone": "+49 30 123456", "email": 7}) == Form(
        "Ada", "", "+4930123456"
    )
