"""What is sent together is begun and recorded together, each by its own fate."""

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
        Outcome(taken, Sent("p1"), b"", 0.5),
        Outcome(unknown, OutcomeUnknown("no answer"), b"", 0.5),
        Outcome(given_up, Sent("p3"), b"", 0.5),
        Outcome(erased, Sent("p4"), b"", 0.5),
        Outcome(there, Sent("p5"), b"", 0.5),
    ]
    verdicts = await scene.do(lambda s: sending.record(s, ended, NOON))
    assert [one is None for one in verdicts] == [True, False, True, True, True]
    assert await _states(scene) == ["sent", "unknown", "sent", "delivered"]
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    assert {one.external_id for one in rows} == {"p1", None, "p3"}
    attempts = await scene.database.read(lambda s: list(s.exec(select(Attempt))))
    assert sorted(one.outcome for one in attempts) == ["failed", "sent", "sent", "sent"]
    assert await _told(scene.database) == {taken.delivery.id, lost, known}


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
    await scene.do(
        lambda s: sending.record(s, [Outcome(first, OutcomeUnknown("?"), b"", 0.5)], NOON)
    )
    early = [ReceiptReceived("p2", Receipt.READ, NOON)]
    await scene.do(lambda s: service.apply_receipts(s, scene.channel_id, early, NOON))
    ended = [Outcome(first, Sent("p1"), b"", 0.5), Outcome(second, Sent("p2"), b"", 0.5)]
    await scene.do(lambda s: sending.record(s, ended, NOON))
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    stand = {(one.message_id, one.part): one.state for one in rows}
    assert stand == {
        (whole.message_id, 0): "sent",
        (whole.message_id, 1): "queued",
        (other.message_id, 0): "read",
    }
