"""Files from visitors and for them."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from scrm.files.tables import Attachment
from tests.support.chat import PNG, Chat, chatting
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import keep_house
from tests.support.visitor import Visitor


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


def camera_picture() -> bytes:
    """A JPEG that says how large it is behind much that it says of itself."""
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    note = b"\xff\xef\xff\xff" + bytes(65_533)
    return out.getvalue()[:2] + 5 * note + out.getvalue()[2:]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415),
        (b"MZ\x90\x00 a program", 415),
        (b"<html><script>alert(1)</script>", 415),
        (PNG[:16] + b"\x00\x00\xc3\x50\x00\x00\xc3\x50" + PNG[24:], 415),
        (PNG[:18], 415),
        (b"", 422),
        (camera_picture(), 201),
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


async def test_a_file_that_is_sent_twice_stays_where_it_was_sent_first(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        file_id = (await visitor.upload(PNG)).json["id"]
        await tab.say(type="message", client_id="the-first-time", text="", attachments=[file_id])
        first = await tab.answer("the-first-time")
        await tab.say(type="message", client_id="the-second-time", text="", attachments=[file_id])
        assert (await tab.answer("the-second-time"))["type"] == "sent"
    file = await chat.running.read(lambda s: s.exec(select(Attachment)).one())
    assert file.message_id == int(first["id"])


async def test_a_file_that_is_too_large_is_not_kept(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, upload_limit=1_000) as chat:
        visitor = chat.visitor()
        await visitor.session()
        assert (await visitor.upload(PNG + b"\0" * 1_000)).status == 413
        assert await chat.running.read(lambda s: s.exec(select(Attachment)).all()) == []


async def test_a_new_token_for_each_file_makes_no_network_faster(quick: Chat) -> None:
    quick.running.hub.visitors.uploads.files_per_address._burst = 2.0
    statuses = []
    for number in range(4):
        visitor = quick.visitor()
        visitor.token = f"{number}" * 43  # of nobody who ever asked for a session
        statuses.append((await visitor.upload(PNG)).status)
    assert statuses == [201, 201, 429, 429]


async def test_the_bytes_of_one_network_are_counted(quick: Chat) -> None:
    paces = quick.running.hub.visitors.uploads.bytes_per_address
    paces._burst, paces._rate = 1.5 * len(PNG), 0.001
    ada, eve = quick.visitor(), quick.visitor()
    await ada.session()
    await eve.session()
    assert [(await one.upload(PNG)).status for one in (ada, ada, eve)] == [201, 201, 429]


async def test_what_was_uploaded_and_never_sent_is_forgotten_after_a_day(place: Place) -> None:
    async with chatting(place, clock=HandClock()) as chat:
        ada, eve = chat.visitor(), chat.visitor()
        async with ada.open() as tab:
            await eve.session()
            sent = await _uploaded(ada, b"%PDF-1.7 a bill")
            await tab.say(type="message", client_id="with-a-file", text="", attachments=[sent])
            assert (await tab.answer("with-a-file"))["type"] == "sent"
            await _uploaded(eve, b"%PDF-1.7 a bill")
            await _uploaded(eve, b"%PDF-1.7 rubbish")
            chat.running.advance(timedelta(hours=23))
            young = await _uploaded(eve, b"%PDF-1.7 a letter")
            chat.running.advance(timedelta(hours=2))
            for path in _files(chat):  # the disk has a clock of its own
                os.utime(path, (0, 0))
            await keep_house(chat.running.hub)
            assert await _rows(chat) == {sent: "%PDF-1.7 a bill", young: "%PDF-1.7 a letter"}
            assert await _shelf(chat) == {"%PDF-1.7 a bill", "%PDF-1.7 a letter"}
            assert (await ada.download(sent)).body == b"%PDF-1.7 a bill"


async def test_bytes_that_came_just_now_stay_for_their_row(sqlite_only: Place) -> None:
    """Another uploads the same as what is forgotten, and its row is not committed yet."""
    async with chatting(sqlite_only, clock=HandClock()) as chat:
        visitor, hub = chat.visitor(), chat.running.hub
        await visitor.session()
        await _uploaded(visitor, b"%PDF-1.7 a bill")
        chat.running.advance(timedelta(hours=25))
        (path,) = _files(chat)
        now = hub.clock.now().timestamp()
        os.utime(path, (now, now))
        await keep_house(chat.running.hub)
        assert await _rows(chat) == {}
        assert _files(chat) == [path]


async def _uploaded(visitor: Visitor, body: bytes) -> str:
    reply = await visitor.upload(body, "bill.pdf")
    assert reply.status == 201, reply.body
    return str(reply.json["id"])


def _files(chat: Chat) -> list[Path]:
    return [path for path in chat.running.hub.shelf.folder.rglob("*") if path.is_file()]


async def _shelf(chat: Chat) -> set[str]:
    return {path.read_text() for path in _files(chat)}


async def _rows(chat: Chat) -> dict[str, str]:
    """What is on the shelf for each file that is known."""
    rows = await chat.running.read(lambda s: s.exec(select(Attachment)).all())
    return {str(row.id): chat.running.hub.shelf.path(row.sha256).read_text() for row in rows}


async def test_a_file_needs_a_token(quick: Chat) -> None:
    visitor = quick.visitor()
    await visitor.session()
    visitor.token = "Bearer of nothing"
    assert (await visitor.upload(PNG)).status == 401
    assert (await visitor.download("1")).status == 401
