"""The bot answers no further ahead than its channel sends."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.bots import service as bots
from scrm.bots.turns import service as queue
from scrm.bots.turns import store as turns
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.ids import new_id
from tests.scrm.bots.conftest import BY, PRICE, Bench, bot_of
from tests.support.cast import crowd
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.support.platform import Platform
from tests.support.scene import set_scene

MOMENT = timedelta(milliseconds=10)


@pytest.fixture(autouse=True)
def few_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_AHEAD", 2)


async def _wrote(bench: Bench, *people: str) -> None:
    for who in people:
        await bench.writes("price", who=who)
        bench.clock.advance(MOMENT)


async def _due(bench: Bench) -> object:
    return await bench.scene.database.read(lambda s: queue.next_due(s, bench.clock.now()))


async def test_who_has_waited_longest_is_answered_and_the_others_when_there_is_room(
    bench: Bench,
) -> None:
    await bench.in_force(PRICE)
    await _wrote(bench, "601", "602", "603", "604", "605")
    assert await bench.waits() == 2
    assert [len(await bench.answers(who)) for who in ("601", "602", "603")] == [1, 1, 0]
    assert await bench.waits() == 0
    assert await _due(bench) is None

    bench.scene.now = bench.clock.now()
    assert len(await bench.scene.reserve(1)) == 1
    assert await _due(bench) is not None
    assert await bench.waits() == 1
    assert [len(await bench.answers(who)) for who in ("603", "604")] == [1, 0]


async def test_more_are_composed_when_half_of_them_have_left(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_AHEAD", 4)
    await bench.in_force(PRICE)
    await _wrote(bench, *(str(n) for n in range(601, 608)))
    assert await bench.waits() == 4
    bench.scene.now = bench.clock.now()
    assert len(await bench.scene.reserve(1)) == 1
    assert await _due(bench) is None
    assert await bench.waits() == 0
    assert len(await bench.scene.reserve(1)) == 1
    assert await bench.waits() == 2


async def test_what_colleagues_have_written_takes_up_no_room(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await _wrote(bench, "601")
    for _ in range(3):
        await bench.scene.answer((await bench.conversation("601")).id, "Twelve, dear")
    await _wrote(bench, "603")
    assert await bench.waits() == 2
    assert [len(await bench.answers(who)) for who in ("601", "603")] == [0, 1]


async def test_whom_a_colleague_has_answered_meanwhile_the_bot_leaves_alone(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await _wrote(bench, "601", "602", "603")
    await bench.waits()
    bench.scene.now = bench.clock.now()
    await bench.scene.answer((await bench.conversation("603")).id, "Twelve, dear")
    await bench.scene.reserve(3)
    assert await bench.waits() == 1
    assert await bench.answers("603") == []


async def test_a_channel_that_is_full_holds_up_no_other(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await _wrote(bench, "601", "602", "603")
    await bench.waits()
    full = bench.scene.channel_id
    bench.scene.channel_id = (await set_scene(bench.scene.database)).channel_id
    await _wrote(bench, "701")
    assert await bench.waits() == 1
    assert len(await bench.answers("701")) == 1
    waiting = await bench.scene.database.read(turns.next_due)
    assert set(waiting) == {full}


async def test_all_are_answered_as_their_answers_leave(place: Place, platform: Platform) -> None:
    people = crowd(9)
    async with running_hub(place, channel=platform.channel("polling", 20.0)) as hub:
        definition = bot_of(PRICE, wait=0)
        await hub.hub.database.write(lambda s: bots.apply(s, definition, BY, NOON))
        for one in people:
            platform.phone(one).write("price")
        sent = select(Delivery).where(col(Delivery.state) == DeliveryState.SENT)
        await hub.until(lambda s: len(list(s.exec(sent))) == len(people))
    assert len(platform.log.sends()) == len(people)


async def test_who_waits_behind_one_that_is_tried_again_takes_up_no_room(bench: Bench) -> None:
    """Their platform wants a wait of this person alone."""
    await bench.in_force(PRICE)
    await _wrote(bench, "601")
    assert await bench.waits() == 1
    bench.scene.now = bench.clock.now()
    first = await bench.scene.database.read(lambda s: s.exec(select(Delivery)).one())

    def crowded(session: Session) -> None:
        later = bench.clock.now() + timedelta(minutes=10)
        tried = session.get_one(Delivery, first.id)
        tried.due_at, tried.reason = later, "rate_limited"
        for _ in range(2):
            values = first.model_dump(exclude={"id", "message_id"})
            session.add(Delivery(**values, message_id=new_id()))

    await bench.scene.do(crowded)
    await _wrote(bench, "602")
    assert await bench.waits() == 1
    assert len(await bench.answers("602")) == 1
