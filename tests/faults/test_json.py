"""F-52: JSON that no honest client sends. Behind a good secret it is kept and dead, else 4xx; never 500."""

import codecs
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from sqlmodel import Session, col, select

from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

CORPUS: dict[str, bytes] = {
    "depth 200": b"[" * 200 + b"]" * 200,
    "depth 5000": b"[" * 5_000 + b"]" * 5_000,
    "depth 400000, never closed": b'{"a":' * 80_000,
    "a hundred thousand keys": b"{%b}" % b",".join(b'"k%d":1' % n for n in range(100_000)),
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": Infinity}',
    "an integer of 4301 digits": b'{"text": %b}' % (b"9" * 4_301),
    "1e400": b'{"text": 1e400}',
    "a byte-order mark": codecs.BOM_UTF8 + b"{}",
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "not UTF-8": b'{"text": "\xff\xfe"}',
    "a bare NUL": b"\x00",
    "an unquoted word": b"{text: 1}",
    "cut off": b'{"text": "a',
    "twice": b"{}{}",
    "a list": b"[1, 2]",
    "a number": b"7",
    "null": b"null",
    "an empty object": b"{}",
}
"""By what is wrong with it."""
IDS = {
    "an id past 64 bits": b'{"update_id": 18446744073709551616, "message": {}}',
    "an id of 2**63": b'{"update_id": 9223372036854775808, "message": {}}',
    "a negative id": b'{"update_id": -1, "message": {}}',
    "an id in a string": b'{"update_id": "7", "message": {}}',
    "an id that is true": b'{"update_id": true, "message": {}}',
    "a kind that is no object": b'{"update_id": 7, "message": []}',
    "no kind": b'{"update_id": 7}',
    "two kinds": b'{"update_id": 7, "message": {}, "edited_message": {}}',
    "a date past the year 9999": (
        b'{"update_id": 7, "message": {"message_id": 1, "date": 999999999999999, '
        b'"chat": {"id": 1, "type": "private"}, "text": "x"}}'
    ),
}


def _dead(session: Session) -> IntakeEvent | None:
    question = select(IntakeEvent).where(col(IntakeEvent.state) == IntakeState.DEAD)
    return session.exec(question).first()


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


async def test_a_webhook_that_can_not_be_read_is_kept_and_dead(hub: RunningHub) -> None:
    bodies = CORPUS | IDS
    for name, body in bodies.items():
        assert (await hub.client.push(body)).status == 200, name
    events = list((await hub.events()).values())
    assert {event.state for event in events} == {"dead"}
    assert {bytes(event.body) for event in events} <= set(bodies.values())
    assert all(event.error.startswith("malformed") for event in events)
    listed = await hub.client.get("/deadletters?limit=200")
    assert len(listed["items"]) == len(events)
    assert {(one["tries"], one["unreadable"]) for one in listed["items"]} == {(1, True)}


async def test_one_that_can_not_be_read_was_tried_again_after_a_replay(hub: RunningHub) -> None:
    await hub.client.push(CORPUS["cut off"])
    await hub.client.post("/deadletters/replay", {})
    dead = await hub.until(_dead)
    assert dead.tries == 1


async def test_each_that_can_not_be_read_is_kept_once(hub: RunningHub) -> None:
    for _ in range(2):
        await hub.client.push(CORPUS["cut off"])
    assert len(await hub.events()) == 1


JSON_ROUTES = (
    ("POST", "/quick-replies"),
    ("POST", "/contacts"),
    ("POST", "/conversations"),
    ("POST", "/channels/probe"),
    ("POST", "/session"),
    ("POST", "/users"),
    ("PATCH", "/settings"),
    ("PATCH", "/me"),
)


@pytest.mark.parametrize(("method", "path"), JSON_ROUTES)
async def test_the_api_refuses_it_and_never_breaks(method: str, path: str, hub: RunningHub) -> None:
    headers = {"Content-Type": "application/json"}
    for name, body in CORPUS.items():
        reply = await hub.client.ask(method, f"/api/v1{path}", data=BytesIO(body), headers=headers)
        assert 400 <= reply.status < 500 or (reply.status, name) == (200, "an empty object"), name


async def test_a_bogus_charset_is_no_error(hub: RunningHub) -> None:
    headers = {"Content-Type": "application/json; charset=klingon"}
    body = b'{"shortcut": "hi", "text": "Hello"}'
    reply = await hub.client.ask("POST", "/api/v1/quick-replies", data=body, headers=headers)
    assert reply.status in (201, 415, 422)


async def test_duplicate_keys_count_once(hub: RunningHub) -> None:
    body = b'{"shortcut": "a", "shortcut": "b", "text": "Hello"}'
    headers = {"Content-Type": "application/json"}
    reply = await hub.client.ask("POST", "/api/v1/quick-replies", data=body, headers=headers)
    assert (reply.status, reply.json["shortcut"]) == (201, "b")
