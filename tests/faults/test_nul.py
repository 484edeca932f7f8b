"""NUL, which PostgreSQL takes in no text, wherever somebody may put it: nothing breaks."""

from collections.abc import AsyncIterator

import pytest

from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


@pytest.fixture
async def hub(place: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(place) as running:
        yield running


async def test_an_event_of_an_unknown_kind_with_nul_is_kept_and_dead(hub: RunningHub) -> None:
    body = b'{"update_id":5,"\\u0000x\\u0000":{"\\u0000":"\\u0000"}}'
    assert (await hub.client.push(body)).status == 200
    await hub.hear(ADA, "Hello")
    states = {key: event.state for key, event in (await hub.events()).items()}
    assert states["5"] == "dead"
    assert sorted(states.values()) == ["dead", "done"]


async def test_words_with_nul_are_kept_with_a_mark_in_its_place(hub: RunningHub) -> None:
    await hub.hear(BO, "one\0two")
    thread = await hub.client.get(f"/conversations/{await hub.conversation_of(BO)}/messages")
    assert thread["items"][0]["text"] == "one\ufffdtwo"


@pytest.mark.parametrize(
    "path",
    ["/search?q=%00", "/contacts?q=a%00b", "/conversations?q=%00", "/conversations?cursor=%00"],
)
async def test_a_query_with_nul_is_answered(path: str, hub: RunningHub) -> None:
    assert (await hub.client.ask("GET", f"/api/v1{path}")).status in (200, 422)


async def test_an_id_past_64_bits_is_nobodys(hub: RunningHub) -> None:
    for path in ("/contacts/9999999999999999999", "/conversations/9223372036854775808"):
        assert (await hub.client.ask("GET", f"/api/v1{path}")).status == 404


async def test_attributes_with_nul_are_taken(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    (contact,) = (await hub.client.get("/contacts"))["items"]
    path = f"/api/v1/contacts/{contact['id']}"
    body = {"attributes": {"a\0b": "c\0d"}}
    assert (await hub.client.ask("PATCH", path, json=body)).status in (200, 422)
