"""S-10, S-12: nobody is told what is another's, from wherever they come."""

import base64
import hashlib
import hmac
import time
from typing import Any

import orjson
import pytest
from aiohttp import WSServerHandshakeError
from sqlmodel import Session, select

from scrm.contacts.tables import ContactPoint, Identity
from scrm.files.tables import Attachment
from scrm.visitors.tables import Visitor as Row
from tests.support.chat import SIGNING_SECRET, Chat, add_chat, chatting
from tests.support.databases import Place
from tests.support.visitor import SITE, Tab

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4"
)


def signed(secret: str = SIGNING_SECRET, alg: str = "HS256", **claims: Any) -> str:
    """As a shop's server does it, by RFC 7515."""
    whole = {"exp": int(time.time()) + 3600} | claims
    parts = [_part(orjson.dumps({"alg": alg, "typ": "JWT"})), _part(orjson.dumps(whole))]
    said = b".".join(parts)
    return (said + b"." + _part(hmac.new(secret.encode(), said, hashlib.sha256).digest())).decode()


def _part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


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
        assert (await ada.download(file_id)).body == PNG
        assert other.texts == [""]


async def _with_file(tab: Tab, file_id: str) -> dict[str, Any]:
    await tab.say(type="message", client_id="stolen-file", text="", attachments=[file_id])
    return await tab.answer("stolen-file")


async def test_a_file_of_ours_is_for_whom_it_was_sent(quick: Chat) -> None:
    ada, eve = quick.visitor(), quick.visitor()
    async with ada.open() as hers:
        await hers.write("The bill, please")
        client = quick.running.client
        upload = await client.ask(
            "POST", "/api/v1/files", data=PNG, headers={"X-File-Name": "b.png"}
        )
        await quick.reply("", content={"text": "Here", "attachments": [upload.json["id"]]})
        heard = await hers.hears("Here")
    (attached,) = heard["attachments"]
    assert attached == {
        "id": upload.json["id"],
        "name": "b.png",
        "type": "image/png",
        "size": len(PNG),
    }
    assert (await ada.download(attached["id"])).body == PNG
    await eve.session()
    assert (await eve.download(attached["id"])).status == 404


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


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415),
        (b"MZ\x90\x00 a program", 415),
        (b"<html><script>alert(1)</script>", 415),
        (PNG[:16] + b"\x00\x00\xc3\x50\x00\x00\xc3\x50" + PNG[24:], 415),
        (PNG[:18], 415),
        (b"", 422),
        (PNG, 201),
        (b"%PDF-1.7 a bill", 201),
    ],
)
async def test_a_file_is_what_its_bytes_say(quick: Chat, body: bytes, status: int) -> None:
    visitor = quick.visitor()
    await visitor.session()
    assert (await visitor.upload(body, "../../innocent.png")).status == status
    shelf = quick.running.hub.shelf.folder
    assert len([path for path in shelf.rglob("*") if path.is_file()]) == (status == 201)


async def test_a_file_that_is_too_large_is_not_kept(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, upload_limit=1_000) as chat:
        visitor = chat.visitor()
        await visitor.session()
        assert (await visitor.upload(PNG + b"\0" * 1_000)).status == 413
        assert await chat.running.read(lambda s: s.exec(select(Attachment)).all()) == []


async def test_a_file_needs_a_token(quick: Chat) -> None:
    visitor = quick.visitor()
    await visitor.session()
    visitor.token = "Bearer of nothing"
    assert (await visitor.upload(PNG)).status == 401
    assert (await visitor.download("1")).status == 401
