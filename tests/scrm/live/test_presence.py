"""Who looks at a conversation, and who types there: told to the others, and over by itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from scrm.kernel.database import Database
from scrm.live import service
from scrm.live.service import Live, Presence
from scrm.staff.values import Role
from tests.support.actors import Actors
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import RunningHub
from tests.support.stream import streaming

ADAS, BOS = 11, 12
KIM, LEE = 1, 2
BRIEFLY = 0.05


@pytest.fixture
async def live(sqlite_only: Place) -> AsyncIterator[Live]:
    database = Database(sqlite_only.url)
    live = Live(database)
    for topic in ("presence", "typing"):
        live.register(topic, lambda *_: ())
    yield live
    await asyncio.to_thread(database.close)


async def test_a_look_is_told_once_and_renewing_it_tells_nothing(live: Live) -> None:
    presence = Presence(live)
    presence.look(ADAS, KIM, "Kim")
    assert live.now == 1
    presence.look(ADAS, KIM, "Kim")
    assert live.now == 1
    assert presence.at(ADAS) == [{"id": "1", "name": "Kim"}]
    presence.leave(ADAS, KIM)


async def test_a_look_that_is_not_renewed_ends_and_is_told(live: Live) -> None:
    presence = Presence(live, looks_for=BRIEFLY)
    presence.look(ADAS, KIM, "Kim")
    assert await live.wait(live.now, 10.0)
    assert presence.at(ADAS) == []
    assert live.now == 2


async def test_a_look_that_is_renewed_goes_on_and_one_that_is_not_ends(live: Live) -> None:
    presence, loop = Presence(live, looks_for=4 * BRIEFLY), asyncio.get_running_loop()
    presence.look(ADAS, KIM, "Kim")
    until = loop.time() + 6 * BRIEFLY
    while loop.time() < until:
        presence.look(ADAS, LEE, "Lee")
        await live.wait(live.now, BRIEFLY / 5)
    assert presence.at(ADAS) == [{"id": "2", "name": "Lee"}]
    presence.leave(ADAS, LEE)


async def test_leaving_is_told_once_and_leaves_the_others(live: Live) -> None:
    presence = Presence(live)
    presence.look(ADAS, KIM, "Kim")
    presence.look(ADAS, LEE, "Lee")
    presence.leave(ADAS, KIM)
    assert presence.at(ADAS) == [{"id": "2", "name": "Lee"}]
    assert live.now == 3
    presence.leave(ADAS, KIM)
    presence.leave(BOS, KIM)
    assert live.now == 3
    presence.leave(ADAS, LEE)


async def test_who_looks_at_another_conversation_has_left_the_first(live: Live) -> None:
    presence = Presence(live)
    presence.look(ADAS, KIM, "Kim")
    presence.look(BOS, KIM, "Kim")
    assert (presence.at(ADAS), len(presence.at(BOS))) == ([], 1)
    presence.leave(BOS, KIM)


async def test_typing_is_over_by_itself(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    presence = Presence(live, looks_for=3 * BRIEFLY)
    presence.types(BOS, LEE, "Lee")
    assert (presence.typing_at(BOS), presence.typing_at(ADAS)) == ({"2"}, set())
    monkeypatch.setattr(service, "TYPES_FOR", BRIEFLY)
    presence.types(ADAS, KIM, "Kim")
    assert presence.typing_at(ADAS) == {"1"}
    while presence.at(ADAS):
        assert await live.wait(live.now, 10.0)  # a look lasts longer than typing does
    assert presence.typing_at(ADAS) == set()


async def test_who_leaves_no_longer_types(live: Live) -> None:
    presence = Presence(live)
    presence.types(ADAS, KIM, "Kim")
    presence.leave(ADAS, KIM)
    assert presence.typing_at(ADAS) == set()


async def test_the_others_are_told_who_looks_and_types_and_oneself_is_not(
    hub: RunningHub,
) -> None:
    actors = Actors(hub)
    kim, lee = await actors.colleague(Role.AGENT), await actors.colleague(Role.AGENT)
    await hub.hear(ADA, "Hello")
    conversation = await hub.conversation_of(ADA)
    path = f"/api/v1/conversations/{conversation}"
    async with streaming(lee) as stream, streaming(kim) as own:
        await stream.opened()
        await own.opened()
        for action, body in (
            ("presence", {}),
            ("typing", {}),
            ("presence", {"leaving": True}),
        ):
            reply = await kim.ask("POST", f"{path}/{action}", json=body)
            assert reply.status in (202, 204), reply.body
        looks = await stream.until(lambda frame: frame.event == "presence")
        typing = await stream.until(lambda frame: frame.event == "typing")
        left = await stream.until(lambda frame: frame.event == "presence")
        mine = await own.until(lambda frame: frame.event == "presence")
    assert [one["id"] for one in looks.data["users"]] == [str(kim.user_id)]
    assert typing.data == {"conversation_id": conversation, "user_id": str(kim.user_id)}
    assert left.data["users"] == []
    assert mine.data["users"] == []
    assert "typing" not in {frame.event for frame in own.seen}
