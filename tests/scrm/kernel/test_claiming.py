"""What a worker claims is no more than it wants, however the database goes about it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from scrm.delivery.queueing import store as queue
from scrm.intake import store as intake
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.clock import NOON
from tests.support.scene import Scene

LATER = NOON + timedelta(minutes=1)


def _row_by_row(session: Session) -> None:
    """As PostgreSQL does with tables that it takes to be small."""
    if session.get_bind().dialect.name == "postgresql":
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"):
            session.connection().exec_driver_sql(f"SET LOCAL enable_{way} = off")


async def _queued(scene: Scene, number: int) -> None:
    for one in range(number):
        heard = await scene.hear("Hello", who=str(600 + one), external_id=str(one))
        await scene.answer(heard.conversation_id, "Hi")


@pytest.mark.parametrize("wanted", [1, 3])
async def test_of_what_goes_next(scene: Scene, wanted: int) -> None:
    await _queued(scene, 5)

    def claimed(session: Session) -> int:
        _row_by_row(session)
        channel = scene.channel_id
        return len(queue.reserve(session, channel, wanted, NOON, LATER, "tests:1"))

    assert [await scene.do(claimed) for _ in range(2)] == [wanted, min(wanted, 5 - wanted)]


async def test_of_what_was_kept_alone_and_tried_before(scene: Scene) -> None:
    def keep(session: Session) -> None:
        for one in range(5):
            session.add(
                IntakeEvent(
                    channel_id=scene.channel_id,
                    external_id=str(one),
                    order_key=str(one),
                    kind="update",
                    body=b"{}",
                    received_at=NOON,
                    state=IntakeState.KEPT,
                    tries=1,
                )
            )

    def claimed(session: Session) -> int:
        _row_by_row(session)
        return len(intake.claim(session, 1, NOON, timedelta(minutes=1), tried=True))

    await scene.do(keep)
    assert [await scene.do(claimed) for _ in range(2)] == [1, 1]
