"""Lists of deliveries: each state that waits or ended badly has one; what arrived has none."""

import pytest
from sqlmodel import Session, col, select

from scrm.conversations.outbox import service as outbox
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LISTED, DeliveryState
from tests.support.hub import RunningHub
from tests.support.scene import Scene


@pytest.mark.parametrize("state", list(DeliveryState))
async def test_a_list_holds_the_deliveries_in_its_state(scene: Scene, state: DeliveryState) -> None:
    ids: list[int] = []
    heard = await scene.hear("Hello")
    for number in range(5):
        await scene.answer(heard.conversation_id, str(number))

    def put(session: Session) -> None:
        for number, row in enumerate(session.exec(select(Delivery).order_by(col(Delivery.id)))):
            row.state = state if number < 3 else _another(state)
            ids.append(row.id)

    await scene.do(put)

    def look(session: Session) -> list[int]:
        shown, place = outbox.page(session, state, None, 2)
        rest, end = outbox.page(session, state, place, 2)
        assert end is None
        return [int(one.id) for one in (*shown, *rest)]

    assert await scene.database.read(look) == ids[2::-1]


def _another(state: DeliveryState) -> DeliveryState:
    return DeliveryState.SENT if state is not DeliveryState.SENT else DeliveryState.FAILED


@pytest.mark.parametrize("state", list(DeliveryState))
async def test_only_what_waits_or_ended_badly_is_listed(hub: RunningHub, state: str) -> None:
    reply = await hub.client.ask("GET", f"/api/v1/deliveries?state={state}")
    assert reply.status == (200 if state in LISTED else 422)
