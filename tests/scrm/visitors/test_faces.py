"""Pictures of colleagues: small, drawn anew, for colleagues and for the customers they answer."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image

from scrm.staff.values import Role
from tests.support.actors import Actor, Actors
from tests.support.chat import Chat
from tests.support.hub import Reply

API = "/api/v1"


@dataclass(slots=True)
class Shop:
    """A website's chat and a colleague who answers there."""

    chat: Chat
    colleague: Actor

    async def show(self, body: bytes) -> Reply:
        return await self.colleague.ask("POST", f"{API}/me/photo", data=body)

    async def photo(self) -> str:
        """The address of the colleague's picture, for colleagues."""
        return str((await self.colleague.ask("GET", f"{API}/me")).json["user"]["photo"])

    async def answer(self, text: str) -> None:
        path = f"{API}/conversations/{await self.chat.conversation()}/messages"
        reply = await self.colleague.ask("POST", path, json={"text": text})
        assert reply.status == 201

    async def face(self, address: str) -> int:
        """What a visitor's browser gets for an address that the chat's frame names."""
        client = self.chat.running.client
        path = f"{client.address}/widget/{self.chat.key}/{address}"
        async with client.http.get(path) as answer:
            return answer.status


@pytest.fixture
async def shop(quick: Chat) -> Shop:
    return Shop(quick, await Actors(quick.running).colleague(Role.OWNER))


def _photo() -> bytes:
    out = BytesIO()
    notes = Image.Exif()
    notes[0x010E] = "taken at home"
    Image.new("RGB", (900, 600), (200, 20, 20)).save(out, "JPEG", exif=notes.tobytes())
    return out.getvalue()


async def test_a_picture_is_kept_small_and_without_the_cameras_notes(shop: Shop) -> None:
    address = (await shop.show(_photo())).json["photo"]
    shown = await shop.colleague.ask("GET", address)
    with Image.open(BytesIO(shown.body)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (256, 256))
    assert b"taken at home" not in shown.body
    assert shown.headers["Content-Type"] == "image/webp"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    agents = (await shop.colleague.ask("GET", f"{API}/agents")).json["items"]
    assert await shop.photo() == address
    assert address in [agent["photo"] for agent in agents]


@pytest.mark.parametrize("body", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff cut", b"%PDF-"])
async def test_what_is_no_picture_changes_nothing(shop: Shop, body: bytes) -> None:
    address = (await shop.show(_photo())).json["photo"]
    reply = await shop.show(body)
    assert (reply.status, reply.json["field"]) == (422, "photo")
    assert await shop.photo() == address


async def test_visitors_see_the_face_of_who_answers(shop: Shop) -> None:
    sha256 = (await shop.show(_photo())).json["photo"].rsplit("/", 1)[-1]
    ada = shop.chat.visitor()
    async with ada.open() as hers:
        await hers.write("Is anybody there?")
        await shop.answer("I am")
        heard = await hers.hears("I am")
    assert heard["photo"] == f"faces/{sha256}"
    async with ada.open() as again:
        ready = await again.until("ready")
    assert ready["agents"] == [{"name": heard["name"], "photo": heard["photo"]}]
    assert await shop.face(heard["photo"]) == 200


async def test_a_face_that_was_taken_away_is_gone_everywhere(shop: Shop) -> None:
    address = (await shop.show(_photo())).json["photo"]
    removed = await shop.colleague.ask("DELETE", f"{API}/me/photo")
    assert (removed.status, removed.json["photo"]) == (200, "")
    assert (await shop.colleague.ask("GET", address)).status == 404
    assert await shop.face(f"faces/{address.rsplit('/', 1)[-1]}") == 404


@pytest.mark.parametrize("name", ["", "0" * 64, "..%2F..%2Fscrm.db", "x" * 3_000])
async def test_nothing_but_faces_is_shown(shop: Shop, name: str) -> None:
    assert await shop.face(f"faces/{name}") == 404
