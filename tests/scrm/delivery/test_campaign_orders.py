"""Of a campaign everybody gets a step once, whoever asks how often."""

import asyncio
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from scrm.conversations.arrivals.values import Appended
from scrm.delivery import service
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane, Order
from tests.scrm.delivery.campaigning import campaign, order
from tests.support.scene import Scene


async def _ids(scene: Scene) -> list[int]:
    question = select(Delivery.message_id).order_by(col(Delivery.message_id))
    return await scene.database.read(lambda s: list(s.exec(question)))


async def test_a_second_order_for_the_same_is_left_out_and_told(scene: Scene) -> None:
    ada, bo = await scene.hear("Hello"), await scene.hear("Hi", who="502", external_id="2")
    first = order(scene, ada, 1)
    assert await scene.do(lambda s: service.enqueue(s, [first], scene.now)) == [first]
    again, other = order(scene, ada, 2), order(scene, bo, 3)
    next_step = order(scene, ada, 4, campaign(step=2))
    resent = order(scene, ada, 5, campaign(occurrence_id=8))
    wanted = [again, other, next_step, resent]
    taken = await scene.do(lambda s: service.enqueue(s, wanted, scene.now))
    assert taken == [other, next_step, resent]
    assert await _ids(scene) == [1, 3, 4, 5]
    row = await scene.database.read(
        lambda s: s.exec(select(Delivery).where(col(Delivery.message_id) == 1)).one()
    )
    assert (row.campaign_id, row.occurrence_id, row.step, row.version_id) == (5, 7, 1, 9)
    assert row.lane == LANE_ORDER[Lane.CAMPAIGN]


async def test_many_are_taken_at_once_and_none_of_them_twice(scene: Scene) -> None:
    heard = [
        await scene.hear("Hello", who=str(600 + one), external_id=str(one)) for one in range(75)
    ]
    wanted = [order(scene, one, place) for place, one in enumerate([*heard, *heard[:9]], start=1)]
    taken = await scene.do(lambda s: service.enqueue(s, wanted, scene.now))
    assert taken == wanted[:75]
    assert await _ids(scene) == list(range(1, 76))


async def test_two_who_ask_at_once_do_not_send_twice(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    wanted = [order(scene, ada, 1), order(scene, ada, 2)]

    def asked(one: Order) -> Callable[[Session], list[Order]]:
        return lambda s: service.enqueue(s, [one], scene.now)

    taken = await asyncio.gather(*(scene.do(asked(one)) for one in wanted))
    assert sorted(len(one) for one in taken) == [0, 1]
    assert len(await _ids(scene)) == 1


async def test_what_is_no_campaigns_is_taken_as_ever(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await scene.answer(ada.conversation_id, "Hi Ada")
    await scene.answer(ada.conversation_id, "Hi again")
    assert len(await _ids(scene)) == 2
    with pytest.raises(Exception, match="delivery"):
        await scene.do(lambda s: _same_message(s, scene, ada))


def _same_message(session: Session, scene: Scene, heard: Appended) -> None:
    """A message has one delivery, of a campaign or not: that is no repetition but a mistake."""
    first = order(scene, heard, 1)
    service.enqueue(session, [first, order(scene, heard, 1, campaign(step=2))], scene.now)
