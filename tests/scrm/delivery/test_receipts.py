"""F-14, P17: however receipts come, often, in any order or too early, the end is the same."""

from collections.abc import Sequence
from functools import partial
from itertools import permutations

from sqlmodel import Session, select

from scrm.channels.outbound import Sent
from scrm.channels.values import Receipt, ReceiptReceived
from scrm.delivery import service
from scrm.delivery.sending import service as sending
from scrm.delivery.tables import UnmatchedReceipt
from scrm.delivery.values import DeliveryState
from tests.support.clock import NOON
from tests.support.scene import Scene, arrived

PLATFORM_ID = "m-1"
RANK = (Receipt.READ, Receipt.DELIVERED, Receipt.FAILED, Receipt.SENT)
"""What has the last word: a proof that it arrived beats a failure."""
ORDERS = [order for size in (1, 2, 3, 4) for order in permutations(Receipt, size)]


def the_end(receipts: Sequence[Receipt]) -> str:
    return next(one for one in RANK if one in receipts).value


async def _apply(scene: Scene, receipts: Sequence[Receipt], about: str = PLATFORM_ID) -> None:
    """Each in a commit of its own, as webhooks bring them."""
    for receipt in receipts:
        told = ReceiptReceived(about, receipt, NOON)
        await scene.do(partial(_take, told=told, channel_id=scene.channel_id))


def _take(session: Session, told: ReceiptReceived, channel_id: int) -> None:
    service.apply_receipts(session, channel_id, [told], NOON)


async def _sent(scene: Scene, about: str = PLATFORM_ID, who: str = "501") -> int:
    begun = await scene.being_sent(who)
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent(about))], NOON))
    return begun.delivery.id


async def test_every_order_of_every_set_with_repetitions_has_one_end(scene: Scene) -> None:
    for number, order in enumerate(ORDERS):
        delivery_id = await _sent(scene, f"m-{number}", str(number))
        await _apply(scene, (*order, order[0]), f"m-{number}")
        assert await scene.state_of(delivery_id) == the_end(order), order


async def test_receipts_before_our_own_commit_wait_for_it(scene: Scene) -> None:
    for number, order in enumerate(ORDERS):
        begun = await scene.being_sent(str(number))
        await _apply(scene, (*order, order[0]), f"m-{number}")
        assert await scene.state_of(begun.delivery.id) == DeliveryState.SENDING
        sent = Sent(f"m-{number}")
        await scene.do(partial(sending.record, some=[arrived(begun, sent)], now=NOON))
        assert await scene.state_of(begun.delivery.id) == the_end(order), order
    left = await scene.database.read(lambda s: s.exec(select(UnmatchedReceipt)).all())
    assert left == []


async def test_a_batch_of_receipts_is_as_good_as_one_by_one(scene: Scene) -> None:
    delivery_id = await _sent(scene)
    told = [ReceiptReceived(PLATFORM_ID, one, NOON) for one in (Receipt.READ, Receipt.DELIVERED)]
    await scene.do(lambda s: service.apply_receipts(s, scene.channel_id, told, NOON))
    assert await scene.state_of(delivery_id) == DeliveryState.READ


async def test_a_receipt_of_another_channel_changes_nothing(scene: Scene) -> None:
    delivery_id = await _sent(scene)
    told = [ReceiptReceived(PLATFORM_ID, Receipt.READ, NOON)]
    await scene.do(lambda s: service.apply_receipts(s, scene.channel_id + 1, told, NOON))
    assert await scene.state_of(delivery_id) == DeliveryState.SENT


async def test_what_was_given_up_as_unknown_is_sent_when_its_outcome_comes_late(
    scene: Scene,
) -> None:
    begun = await scene.being_sent()
    late = NOON + sending.SENDING_LEASE * 2
    await scene.do(lambda s: sending.recover(s, late, worker="another"))
    assert await scene.state_of(begun.delivery.id) == DeliveryState.UNKNOWN
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent(PLATFORM_ID))], late))
    assert await scene.state_of(begun.delivery.id) == DeliveryState.SENT
