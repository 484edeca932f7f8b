"""Webhooks come in by a door of their own; at the wire nobody can tell."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.support.cast import ADA, PROOF, SECRET
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.rawhttp import request, tell


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


def _push(hub: RunningHub, *headers: str, text: str = "Hello", **rest: str) -> bytes:
    body = json.dumps(hub.telegram.says(ADA, text)).encode()
    given = (f"{PROOF}: {rest.get('secret', SECRET)}", f"Content-Length: {len(body)}", *headers)
    made = request(rest.get("method", "POST"), f"/hooks/{hub.client.channel_id}", *given, body=body)
    return made.replace(b"HTTP/1.1", rest.get("version", "HTTP/1.1").encode(), 1)


async def test_several_on_one_connection_are_answered_in_turn(hub: RunningHub) -> None:
    pushes = [_push(hub, text=f"number {n}") for n in range(3)]
    pushes.insert(1, _push(hub, secret="another"))
    heard = await tell(hub.client.address, b"".join(pushes), answers=4)
    assert [one.status for one in heard] == [200, 403, 200, 200]
    assert {one.headers["content-length"] for one in heard} == {"0", "7"}
    assert len(await hub.events()) == 3


async def test_an_answer_says_when_and_nothing_about_the_server(hub: RunningHub) -> None:
    (heard,) = await tell(hub.client.address, _push(hub))
    assert heard.headers.keys() == {"content-type", "content-length", "date"}
    assert heard.headers["date"].endswith(" GMT")


@pytest.mark.parametrize(
    ("headers", "version"), [(("Connection: close",), "HTTP/1.1"), ((), "HTTP/1.0")]
)
async def test_who_wants_no_more_is_let_go(
    headers: tuple[str, ...], version: str, hub: RunningHub
) -> None:
    push = _push(hub, *headers, version=version)
    (heard,) = await tell(hub.client.address, push, hangs_up=True)
    assert heard.status == 200


async def test_who_asks_whether_to_go_on_is_told(hub: RunningHub) -> None:
    heard = await tell(hub.client.address, _push(hub, "Expect: 100-continue"), answers=2)
    assert [one.status for one in heard] == [100, 200]
    assert len(await hub.events()) == 1


async def test_a_question_about_the_head_gets_no_body(hub: RunningHub) -> None:
    (heard,) = await tell(hub.client.address, request("HEAD", "/hooks/1"))
    assert (heard.status, heard.body) == (403, b"")


@pytest.mark.parametrize(
    "path",
    ["/hooks", "/hooks/", "/hooks/1/2", "/hooks/%31", "/hooks/³", "//hooks/1", "/hooks/1?a=1"],
)
async def test_other_addresses_are_nobodys(path: str, hub: RunningHub) -> None:
    heard = await tell(hub.client.address, request("POST", path, "Content-Length: 0"))
    assert heard[0].status in (400, 403, 404, 405)
