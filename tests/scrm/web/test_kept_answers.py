"""P19: what a key stands for, and what is kept of an answer."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData
from sqlmodel import Session, select

from config.verbs import add_user
from scrm.web.tables import KeptAnswer
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

KEY = {"Idempotency-Key": "a key"}
INVITATION = {"email": "bo@example.org", "role": "agent"}
CHAT = b"12/03/24, 09:15 - Ada: hello\n12/03/24, 09:16 - Bo: hi\n"
PASSWORD = "correct horse battery"


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only, workers=False) as running:
        yield running


async def _upload(hub: RunningHub, content: bytes, name: str = "a.txt") -> Reply:
    headers = KEY | {"X-File-Name": name, "Content-Type": "application/octet-stream"}
    return await hub.client.ask("POST", "/api/v1/files", data=content, headers=headers)


async def _import(hub: RunningHub, content: bytes, **fields: str) -> Reply:
    form = FormData({"kind": "whatsapp", **fields})
    form.add_field("file", content, filename="WhatsApp Chat with Ada.txt")
    return await hub.client.ask("POST", "/api/v1/imports", data=form, headers=KEY)


def _kept(session: Session) -> list[bytes]:
    return list(session.exec(select(KeptAnswer.body)))


async def test_another_file_under_the_same_key_is_refused(hub: RunningHub) -> None:
    assert (await _upload(hub, b"the right one")).status == 201
    other = await _upload(hub, b"another one")
    assert (other.status, other.json["code"]) == (422, "key_reused")


async def test_another_name_under_the_same_key_is_refused(hub: RunningHub) -> None:
    assert (await _upload(hub, b"the right one")).status == 201
    assert (await _upload(hub, b"the right one", "b.txt")).status == 422


async def test_the_same_file_under_the_same_key_is_one(hub: RunningHub) -> None:
    first = await _upload(hub, b"the right one")
    again = await _upload(hub, b"the right one")
    assert (again.status, again.body) == (201, first.body)


async def test_another_chat_under_the_same_key_is_refused(hub: RunningHub) -> None:
    assert (await _import(hub, CHAT)).status == 202
    assert (await _import(hub, CHAT + b"more\n")).status == 422
    assert (await _import(hub, CHAT, me="Ada")).status == 422
    assert (await _import(hub, CHAT)).status == 202


async def test_another_query_under_the_same_key_is_refused(hub: RunningHub) -> None:
    path = "/contacts"
    assert (await hub.client.post(path, {"name": "Ada"}, key="a key")).status == 201
    other = await hub.client.post(f"{path}?x=1", {"name": "Ada"}, key="a key")
    assert other.status == 422


async def test_an_invitation_that_is_repeated_is_done_once_and_its_link_is_kept_nowhere(
    hub: RunningHub,
) -> None:
    first = await hub.client.post("/users", INVITATION, key="a key")
    again = await hub.client.post("/users", INVITATION, key="a key")
    assert first.status == 201
    assert (again.status, again.json["code"]) == (409, "answer_not_kept")
    assert await hub.read(_kept) == [b""]
    users = (await hub.client.get("/users"))["items"]
    assert [user["email"] for user in users] == [INVITATION["email"]]


async def test_a_link_made_again_is_kept_nowhere(hub: RunningHub) -> None:
    user = (await hub.client.post("/users", INVITATION)).json["user"]["id"]
    path = f"/users/{user}/invite"
    assert (await hub.client.post(path, {}, key="a key")).status == 200
    assert (await hub.client.post(path, {}, key="a key")).status == 409
    assert await hub.read(_kept) == [b""]


async def test_signing_in_keeps_no_answer_and_serves_nobody_anothers(hub: RunningHub) -> None:
    """All who are not signed in yet would share their keys."""
    added = await add_user(hub.hub, {"email": "ada@example.org", "role": "owner"})
    link = {"token": added["link"].partition("#token=")[2], "password": PASSWORD}
    assert (await hub.client.post("/session/link", link, key="a key")).status == 200
    body = {"email": "ada@example.org", "password": PASSWORD}
    first = await hub.client.post("/session", body, key="a key")
    again = await hub.client.post("/session", body, key="a key")
    assert (first.status, again.status) == (200, 200)
    assert first.json["csrf"] != again.json["csrf"]
    assert await hub.read(_kept) == []


async def test_an_answer_without_content_is_repeated_without_content(hub: RunningHub) -> None:
    await hub.client.push(b"no json at all")
    (event,) = (await hub.events()).values()
    path = f"/deadletters/{event.id}/discard"
    first = await hub.client.post(path, {"reason": "noise"}, key="a key")
    again = await hub.client.post(path, {"reason": "noise"}, key="a key")
    assert (first.status, again.status, again.body) == (204, 204, b"")
