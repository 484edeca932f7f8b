"""What is sent together is begun and recorded together, each by its own fate."""

import asyncio

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from scrm.channels.failures import OutcomeUnknown
from scrm.channels.outbound import Sent
from scrm.channels.values import Receipt, ReceiptReceived
from scrm.delivery import service, store
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun, Outcome
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import DeliveryState
from scrm.journal.tables import Event
from scrm.kernel.database import Database
from tests.support.clock import NOON
from tests.support.scene import Scene

WELL_UNDER_A_LOCK = 3.0
"""Seconds: who waited for a lock would be told after five that there is none."""


async def _reserved(scene: Scene, number: int) -> list[Delivery]:
    for one in range(number):
        heard = await scene.hear("Hello", who=str(600 + one), external_id=str(one))
        await scene.answer(heard.conversation_id, f"Hi {one}")
    return await scene.reserve(number)


async def _begun(scene: Scene, number: int) -> list[Begun]:
    wanted = [Beginning(one, [one.content]) for one in await _reserved(scene, number)]
    begun = await scene.do(lambda s: sending.begin(s, wanted, NOON))
    return [one for one in begun if one is not None]


async def _states(scene: Scene) -> list[str]:
    question = select(Delivery.state).order_by(col(Delivery.id))
    return await scene.database.read(lambda s: list(s.exec(question)))


async def test_each_is_begun_that_may_be(scene: Scene) -> None:
    wanted = [Beginning(one, [one.content]) for one in await _reserved(scene, 4)]
    await scene.do(lambda s: store.release(s, [wanted[1].delivery.id], wanted[1].delivery.worker))
    begun = await scene.do(lambda s: sending.begin(s, wanted, NOON))
    assert [one is None for one in begun] == [False, True, False, False]
    assert await _states(scene) == ["sending", "queued", "sending", "sending"]
    attempts = await scene.database.read(lambda s: list(s.exec(select(Attempt))))
    theirs = {one.attempt_id: one.delivery.id for one in begun if one is not None}
    assert {one.id: one.delivery_id for one in attempts} == theirs
    tries = await scene.database.read(lambda s: list(s.exec(select(Delivery.tries))))
    assert sorted(tries) == [0, 1, 1, 1]


async def test_what_stands_twice_in_a_set_is_begun_once(scene: Scene) -> None:
    (one,) = await _reserved(scene, 1)
    wanted = [Beginning(one, [one.content])] * 2
    begun = await scene.do(lambda s: sending.begin(s, wanted, NOON))
    assert [each is None for each in begun] == [False, True]
    assert len(await scene.database.read(lambda s: list(s.exec(select(Attempt))))) == 1


async def test_what_somebody_holds_is_left_to_them_and_the_others_go(scene: Scene) -> None:
    """On SQLite nobody else writes meanwhile."""
    if scene.database.is_sqlite:
        return
    wanted = [Beginning(one, [one.content]) for one in await _reserved(scene, 3)]
    held = wanted[1].delivery.id
    with scene.database.engine.connect() as other, other.begin():
        other.execute(text("SELECT id FROM delivery WHERE id = :id FOR UPDATE"), {"id": held})
        begun = await scene.do(lambda s: sending.begin(s, wanted, NOON))
    assert [each is None for each in begun] == [False, True, False]
    assert await _states(scene) == ["sending", "reserved", "sending"]


async def test_each_ends_by_its_own_fate(scene: Scene) -> None:
    taken, unknown, given_up, erased, there = await _begun(scene, 5)
    lost = given_up.delivery.id
    await scene.do(
        lambda s: store.move(
            s, lost, sending.SENDING, state=DeliveryState.UNKNOWN, reason="crashed"
        )
    )

    known = there.delivery.id
    await scene.do(lambda s: store.move(s, known, sending.SENDING, state=DeliveryState.DELIVERED))

    def forget(session: Session) -> None:
        session.execute(delete(Attempt).where(col(Attempt.delivery_id) == erased.delivery.id))
        session.execute(delete(Delivery).where(col(Delivery.id) == erased.delivery.id))

    await scene.do(forget)
    ended = [
        _arrived(taken, "p1"),
        _unknown(unknown),
        _arrived(given_up, "p3"),
        _arrived(erased, "p4"),
        _arrived(there, "p5"),
    ]
    assert await scene.do(lambda s: sending.record(s, ended, NOON)) == [True] * 5
    assert await _states(scene) == ["sent", "unknown", "sent", "delivered"]
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    assert {one.external_id for one in rows} == {"p1", None, "p3"}
    attempts = await scene.database.read(lambda s: list(s.exec(select(Attempt))))
    assert sorted(one.outcome for one in attempts) == ["failed", "sent", "sent", "sent"]
    assert await _told(scene.database) == {taken.delivery.id, lost, known}


@pytest.mark.parametrize("is_erased", [True, False])
async def test_whose_row_somebody_holds_waits_for_it_alone(
    scene: Scene, *, is_erased: bool
) -> None:
    """On SQLite nobody else writes meanwhile."""
    if scene.database.is_sqlite:
        return
    held, broken, other = await _begun(scene, 3)
    ended = [_arrived(held, "p1"), _unknown(broken), _arrived(other, "p3")]
    own = {"id": held.delivery.id}
    with scene.database.engine.connect() as holder, holder.begin():
        holder.execute(text("SELECT id FROM delivery WHERE id = :id FOR UPDATE"), own)
        async with asyncio.timeout(WELL_UNDER_A_LOCK):
            kept = await scene.do(lambda s: sending.record(s, ended, NOON))
        assert kept == [False, True, True]
        assert await _states(scene) == ["sending", "unknown", "sent"]
        alone = asyncio.create_task(
            scene.do(lambda s: sending.record(s, ended[:1], NOON, patient=True))
        )
        if is_erased:
            holder.execute(text("DELETE FROM attempt WHERE delivery_id = :id"), own)
            holder.execute(text("DELETE FROM delivery WHERE id = :id"), own)
    assert await alone == [True]
    first = [] if is_erased else ["sent"]
    assert await _states(scene) == [*first, "unknown", "sent"]
    assert (held.delivery.id in await _told(scene.database)) is not is_erased


def _arrived(begun: Begun, external_id: str) -> Outcome:
    return Outcome(begun, Sent(external_id), b"", None)


def _unknown(begun: Begun) -> Outcome:
    failure = OutcomeUnknown("no answer")
    return Outcome(begun, failure, b"", sending.judge(begun, failure, NOON, 0.5))


async def _told(database: Database) -> set[int]:
    question = select(Event.data).where(col(Event.kind) == "message.sent")
    return {
        int(data["delivery_id"]) for data in await database.read(lambda s: s.exec(question).all())
    }


async def test_what_came_early_and_what_waited_go_on(scene: Scene) -> None:
    whole, other = await _reserved(scene, 2)
    wanted = [
        Beginning(whole, [whole.content, {"text": "more"}]),
        Beginning(other, [other.content]),
    ]
    begun = await scene.do(lambda s: sending.begin(s, wanted, NOON))
    first, second = [one for one in begun if one is not None]
    await scene.do(lambda s: sending.record(s, [_unknown(first)], NOON))
    early = [ReceiptReceived("p2", Receipt.READ, NOON)]
    await scene.do(lambda s: service.apply_receipts(s, scene.channel_id, early, NOON))
    ended = [_arrived(first, "p1"), _arrived(second, "p2")]
    await scene.do(lambda s: sending.record(s, ended, NOON))
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    stand = {(one.message_id, one.part): one.state for one in rows}
    assert stand == {
        (whole.message_id, 0): "sent",
        (whole.message_id, 1): "queued",
        (other.message_id, 0): "read",
    }
