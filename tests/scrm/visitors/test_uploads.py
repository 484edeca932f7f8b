"""Files from visitors and for them."""

import pytest
from sqlmodel import select

from scrm.files.tables import Attachment
from tests.support.chat import PNG, Chat, chatting
from tests.support.databases import Place


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
