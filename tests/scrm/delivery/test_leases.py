"""Who may send a delivery, and what becomes of it when that one is gone."""

import asyncio
from datetime import timedelta

from sqlmodel import Session, col, select

from scrm.channels import service as channels
from scrm.channels.failures import Throttled
from scrm.channels.outbound import Sent
from scrm.conversations.tables import Conversation
from scrm.delivery import store
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Outcome
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import DeliveryState
from scrm.journal.tables import Event
from tests.support.scene import WORKER, Scene, arrived


async def _queued(scene: Scene, *texts: str) -> None:
    heard = await scene.hear("Hello")
    for text in texts:
        await scene.answer(heard.conversation_id, text)


async def test_the_second_of_a_conversation_waits_for_the_first(scene: Scene) -> None:
    await _queued(scene, "first", "second")
    (first,) = await scene.reserve()
    assert first.content["text"] == "first"
    assert await scene.reserve() == []


async def test_two_who_reserve_at_once_never_get_the_same(scene: Scene) -> None:
    for number in range(20):
        heard = await scene.hear("Hello", who=str(number), external_id=str(number))
        await scene.answer(heard.conversation_id, "Hi")
    taken = await asyncio.gather(*(scene.reserve(3) for _ in range(12)))
    ids = [delivery.id for some in taken for delivery in some]
    assert len(ids) == len(set(ids)) == 20


async def test_a_reserved_row_of_a_dead_worker_is_queued_again(scene: Scene) -> None:
    await _queued(scene, "Hi")
    (delivery,) = await scene.reserve()
    later = scene.now + timedelta(minutes=1)
    assert await scene.do(lambda s: sending.recover(s, later, worker="another")) == (1, 0)
    assert await scene.state_of(delivery.id) == DeliveryState.QUEUED


async def test_a_row_that_was_being_sent_by_a_dead_worker_is_unknown(scene: Scene) -> None:
    begun = await scene.being_sent()
    later = scene.now + timedelta(minutes=10)
    assert await scene.do(lambda s: sending.recover(s, later, worker="another")) == (0, 1)
    assert await scene.state_of(begun.delivery.id) == DeliveryState.UNKNOWN
    attempt = await scene.database.read(lambda s: s.exec(select(Attempt)).one())
    assert (attempt.outcome, attempt.ended_at) == ("crashed", later)


async def test_a_lease_that_still_runs_is_left_alone(scene: Scene) -> None:
    begun = await scene.being_sent()
    soon = scene.now + timedelta(minutes=1)
    assert await scene.do(lambda s: sending.recover(s, soon, worker="another")) == (0, 0)
    assert await scene.state_of(begun.delivery.id) == DeliveryState.SENDING


async def test_the_only_hub_takes_back_everything_at_its_start(scene: Scene) -> None:
    begun = await scene.being_sent()
    assert await scene.do(lambda s: sending.recover(s, scene.now, worker=None)) == (0, 1)
    assert await scene.state_of(begun.delivery.id) == DeliveryState.UNKNOWN


async def test_a_channel_that_was_paused_meanwhile_sends_nothing(scene: Scene) -> None:
    await _queued(scene, "Hi")
    (delivery,) = await scene.reserve()
    await scene.do(lambda s: channels.pause(s, scene.channel_id, "by a test"))
    one = sending.Beginning(delivery, [delivery.content])
    (begun,) = await scene.do(lambda s: sending.begin(s, [one], scene.now))
    assert begun is None
    assert await scene.database.read(lambda s: s.exec(select(Attempt)).all()) == []


async def test_what_another_worker_holds_can_not_be_begun(scene: Scene) -> None:
    await _queued(scene, "Hi")
    (delivery,) = await scene.reserve()
    delivery.worker = "another"
    assert await scene.do(
        lambda s: sending.begin(s, [sending.Beginning(delivery, [delivery.content])], scene.now)
    ) == [None]


async def test_what_was_not_begun_is_given_back(scene: Scene) -> None:
    await _queued(scene, "Hi")
    (delivery,) = await scene.reserve()
    await scene.do(lambda s: store.release(s, [delivery.id], WORKER))
    assert [one.id for one in await scene.reserve()] == [delivery.id]


async def test_releasing_nothing_is_no_error(scene: Scene) -> None:
    await scene.do(lambda s: store.release(s, [], WORKER))


async def test_an_attempt_is_on_record_before_the_socket_is_touched(scene: Scene) -> None:
    begun = await scene.being_sent()

    def look(session: Session) -> tuple[str, int, str]:
        delivery = session.get_one(Delivery, begun.delivery.id)
        return delivery.state, delivery.tries, session.get_one(Attempt, begun.attempt_id).outcome

    assert await scene.database.read(look) == (DeliveryState.SENDING, 1, "")


async def test_an_answer_for_tomorrow_does_not_hold_up_one_for_now(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    tomorrow = scene.now + timedelta(days=1)
    await scene.answer(heard.conversation_id, "for tomorrow", due_at=tomorrow)
    await scene.answer(heard.conversation_id, "for now")
    assert [one.content["text"] for one in await scene.reserve()] == ["for now"]


async def test_one_that_waits_to_be_tried_again_holds_up_what_follows(scene: Scene) -> None:
    begun = await scene.being_sent()
    await scene.answer(await _conversation(scene), "second")
    failure = Throttled(timedelta(minutes=5), scope="chat")
    ended = Outcome(begun, failure, b"", sending.judge(begun, failure, scene.now, 0.5))
    await scene.do(lambda s: sending.record(s, [ended], scene.now))
    assert await scene.reserve() == []
    soon = scene.now + timedelta(minutes=5)
    assert (
        await scene.database.read(lambda s: queue.next_due(s, scene.channel_id, scene.now)) == soon
    )


async def test_the_parts_behind_one_that_a_crash_left_unknown_wait_for_a_person(
    scene: Scene,
) -> None:
    await _queued(scene, "long")
    (first,) = await scene.reserve()
    parts = [{"text": text} for text in ("one", "two", "three")]
    (begun,) = await scene.do(
        lambda s: sending.begin(s, [sending.Beginning(first, parts)], scene.now)
    )
    assert isinstance(begun, sending.Begun)
    assert await scene.do(lambda s: sending.recover(s, scene.now, worker=None)) == (0, 1)
    assert await scene.reserve() == []
    states = await scene.database.read(_states_by_part)
    assert states == [
        (0, "unknown", "crashed"),
        *((n, "cancelled", "earlier_part") for n in (1, 2)),
    ]
    kinds = await scene.database.read(lambda s: s.exec(select(Event.kind)).all())
    assert kinds.count("delivery.unknown") == 1
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent("9"))], scene.now))
    assert [one.content["text"] for one in await scene.reserve()] == ["two"]


def _states_by_part(session: Session) -> list[tuple[int, str, str]]:
    question = select(Delivery.part, Delivery.state, Delivery.reason).order_by(col(Delivery.part))
    return [(part, state, reason) for part, state, reason in session.exec(question)]


async def _conversation(scene: Scene) -> int:
    return await scene.database.read(lambda s: s.exec(select(Conversation.id)).one())
