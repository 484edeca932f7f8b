"""What a thread says of an answer: how far it came, and since when."""

from datetime import timedelta

from sqlmodel import Session, col, select

from scrm.channels.failures import OutcomeUnknown, Refused, SendFailed
from scrm.channels.outbound import Sent
from scrm.channels.values import Receipt, ReceiptReceived
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import MessageView
from scrm.delivery import service as deliveries
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Begun, Outcome
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from tests.support.clock import NOON
from tests.support.scene import Scene, arrived

SENT, THERE, READ = (NOON + timedelta(minutes=n) for n in (1, 2, 3))


async def _view(scene: Scene, begun: Begun) -> MessageView:
    return await scene.database.read(lambda s: reading.message(s, begun.delivery.message_id))


async def _said(scene: Scene, begun: Begun) -> tuple[str | None, object]:
    view = await _view(scene, begun)
    return view.status, view.status_at


async def _receipt(scene: Scene, receipt: Receipt, at: object, about: str = "m") -> None:
    told = ReceiptReceived(about, receipt, NOON)
    await scene.do(lambda s: deliveries.apply_receipts(s, scene.channel_id, [told], at))  # type: ignore[arg-type]


async def test_what_is_on_its_way_came_nowhere_yet(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    await scene.answer(heard.conversation_id, "Hi")
    (delivery,) = await scene.reserve()
    view = await scene.database.read(lambda s: reading.message(s, delivery.message_id))
    assert (view.status, view.status_at) == ("queued", None)  # reserved is our own word
    begun = await scene.begin(delivery)
    assert await _said(scene, begun) == ("sending", None)


async def test_each_step_says_since_when_and_a_repetition_changes_nothing(scene: Scene) -> None:
    begun = await scene.being_sent()
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent("m"))], SENT))
    assert await _said(scene, begun) == ("sent", SENT)
    await _receipt(scene, Receipt.DELIVERED, THERE)
    assert await _said(scene, begun) == ("delivered", THERE)
    await _receipt(scene, Receipt.READ, READ)
    for late in (Receipt.DELIVERED, Receipt.READ, Receipt.SENT, Receipt.FAILED):
        await _receipt(scene, late, READ + timedelta(hours=1))
    assert await _said(scene, begun) == ("read", READ)


async def _fails(scene: Scene, begun: Begun, failure: SendFailed) -> None:
    ended = Outcome(begun, failure, b"", sending.judge(begun, failure, SENT, 0))
    await scene.do(lambda s: sending.record(s, [ended], SENT))


async def test_a_refusal_says_since_when_and_a_resend_forgets_it(scene: Scene) -> None:
    begun = await scene.being_sent()
    await _fails(scene, begun, Refused("no", code="x"))
    view = await _view(scene, begun)
    assert (view.status, view.status_at, view.reason) == ("failed", SENT, "x")
    await scene.do(lambda s: deliveries.resend(s, begun.delivery.id, "user:7", THERE))
    assert await _said(scene, begun) == ("queued", None)


async def test_an_unknown_end_says_since_when_until_a_person_settles_it(scene: Scene) -> None:
    begun = await scene.being_sent()
    await _fails(scene, begun, OutcomeUnknown("?"))
    assert await _said(scene, begun) == ("unknown", SENT)
    arrived = DeliveryState.DELIVERED
    await scene.do(lambda s: deliveries.settle(s, begun.delivery.id, arrived, "user:7", THERE))
    assert await _said(scene, begun) == ("delivered", THERE)


async def test_a_message_in_parts_is_there_when_its_last_part_is(scene: Scene) -> None:
    begun = await scene.being_sent()
    part = begun.delivery.content
    await scene.do(lambda s: sending_parts(s, begun, [part, part]))
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent("m"))], SENT))
    assert await _said(scene, begun) == ("queued", None)
    (second,) = await scene.reserve()
    ending = await scene.begin(second)
    await scene.do(lambda s: sending.record(s, [arrived(ending, Sent("m2"))], THERE))
    assert await _said(scene, begun) == ("sent", THERE)
    await _receipt(scene, Receipt.READ, READ, "m2")
    assert await _said(scene, begun) == ("sent", SENT)  # the first part is not read yet


def sending_parts(session: Session, begun: Begun, parts: list[dict[str, object]]) -> None:
    from scrm.delivery import store

    store.add_parts(session, begun.delivery, parts[1:])
    found = session.exec(
        select(Delivery).where(col(Delivery.message_id) == begun.delivery.message_id)
    ).all()
    assert len(found) == len(parts)
