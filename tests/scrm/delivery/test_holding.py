"""What is held comes back when its time has come, or when somebody lets it go."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session

from scrm.delivery import service as delivery
from scrm.delivery.holding import service
from scrm.delivery.holding.worker import Holding
from scrm.delivery.values import Fate, LastWord
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.signals import Signal
from tests.scrm.delivery.campaigning import Oracle, begin, offer, row_of, stands
from tests.support.clock import NOON, HandClock
from tests.support.scene import Scene

HOUR = timedelta(hours=1)
WAITS = LastWord(Fate.HELD, "conversation_waits")
ANSWERED = LastWord(Fate.HELD, "just_answered", NOON + HOUR)


async def _held(scene: Scene, *words: LastWord) -> list[int]:
    """An offer to each, held so; the contacts."""
    people = [str(600 + at) for at in range(len(words))]
    heard = await offer(scene, *people)
    await begin(scene, Oracle(dict(enumerate(words, start=1))).last, limit=len(words))
    return [heard[one].contact_id for one in people]


async def test_only_what_has_come_due_comes_back(scene: Scene) -> None:
    await _held(scene, ANSWERED, LastWord(Fate.HELD, "just_answered", NOON + 2 * HOUR), WAITS)
    assert await scene.do(lambda s: service.come_back(s, NOON)) == 0
    assert await scene.database.read(service.next_due) == NOON + HOUR
    signals: list[Signal] = []
    scene.database.listen(lambda some: signals.extend(some))
    assert await scene.do(lambda s: service.come_back(s, NOON + HOUR)) == 1
    assert Signal(delivery.TOPIC, scene.channel_id) in signals
    assert await stands(scene) == {
        1: ("queued", "just_answered"),
        2: ("held", "just_answered"),
        3: ("held", "conversation_waits"),
    }


async def test_it_comes_in_sets_with_a_bound(scene: Scene) -> None:
    await _held(scene, *[ANSWERED] * 5)
    counts = [await scene.do(lambda s: service.come_back(s, NOON + HOUR, 2)) for _ in range(4)]
    assert counts == [2, 2, 1, 0]


async def test_who_was_answered_gets_what_waited_for_that_at_once(scene: Scene) -> None:
    ada, bo, _ = await _held(scene, WAITS, WAITS, WAITS)
    freed = await scene.do(lambda s: service.release(s, [ada], ["conversation_waits"], NOON))
    assert freed == 1
    assert (await row_of(scene, 1)).due_at == NOON
    assert await scene.do(lambda s: service.release(s, [bo], ["paused"], NOON)) == 0
    assert await scene.do(lambda s: service.release(s, [], ["conversation_waits"], NOON)) == 0
    assert {one: stand[0] for one, stand in (await stands(scene)).items()} == {
        1: "queued",
        2: "held",
        3: "held",
    }
    oracle = Oracle()
    await begin(scene, oracle.last)
    assert oracle.asked == [[1]], "it is looked at again"


async def test_a_person_s_other_deliveries_are_not_let_go(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await scene.answer(ada.conversation_id, "Hi")
    (one,) = await scene.reserve()

    def hold(session: Session) -> None:
        session.get_one(type(one), one.id).state = "held"

    await scene.do(hold)
    assert await scene.do(lambda s: service.release(s, [ada.contact_id], [""], NOON)) == 0
    assert await scene.do(lambda s: service.come_back(s, NOON + HOUR)) == 0


async def test_the_worker_sleeps_until_something_is_due(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, bell = HandClock(NOON), Doorbell()
    waits: list[float] = []

    async def wait(name: str, at_most: float) -> bool:
        assert name == delivery.HELD
        waits.append(at_most)
        return False

    monkeypatch.setattr(bell, "wait", wait)
    holding = Holding(scene.database, clock, bell)
    await holding.step()
    soon = LastWord(Fate.HELD, "just_answered", NOON + timedelta(seconds=7))
    signals: list[Signal] = []
    scene.database.listen(lambda some: signals.extend(some))
    await _held(scene, ANSWERED, soon)
    assert Signal(delivery.HELD, scene.channel_id) in signals
    await holding.step()
    clock.advance(timedelta(seconds=7))
    await holding.step()
    assert waits == [20.0, 7.0]
    assert (await stands(scene))[2] == ("queued", "just_answered")
    await holding.step()
    assert waits == [20.0, 7.0, 20.0]


async def test_two_who_look_at_once_take_each_once(scene: Scene) -> None:
    await _held(scene, *[ANSWERED] * 4)

    async def look() -> int:
        return await scene.do(lambda s: service.come_back(s, NOON + HOUR, 3))

    counts: Sequence[int] = await asyncio.gather(look(), look())
    assert sum(counts) <= 4
    assert sum(counts) + await look() == 4
