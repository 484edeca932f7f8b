"""Verbs of delivery: enqueue, take receipts, let a person decide what the machine may not."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlmodel import Session

from scrm.channels.values import Receipt, ReceiptReceived
from scrm.delivery import store
from scrm.delivery.queueing import store as queue
from scrm.delivery.tables import Delivery
from scrm.delivery.values import CLIMBS_FROM, LANE_ORDER, DeliveryState, Lane, Order
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.signals import signal

log = structlog.get_logger()

TOPIC = "delivery"
ROOM = "delivery_room"
"""Something has left a channel's queue: who waits for room in it may go on."""
HELD = "delivery_held"
"""Something is held, and comes back some day."""


def enqueue(session: Session, orders: Sequence[Order], now: datetime) -> list[Order]:
    """Put messages on their way, in the same commit as what caused them (P8). Returns those that are
    taken: what a person has got of a campaign already, or is to get, is left out."""
    taken = store.insert(session, orders, now)
    for order in taken:
        signal(session, TOPIC, order.channel_id)
    return taken


def apply_receipts(
    session: Session, channel_id: int, receipts: Sequence[ReceiptReceived], now: datetime
) -> None:
    """Climb the ladder. A receipt for a message whose id we do not know yet waits for it."""
    if not receipts:
        return
    known = {
        row.external_id: row
        for row in store.by_external(session, channel_id, {one.external_id for one in receipts})
    }
    store.keep_unmatched(
        session, channel_id, [one for one in receipts if one.external_id not in known], now
    )
    for one in receipts:
        if one.external_id in known:
            climb(session, known[one.external_id], one.receipt, one.reason, now)


def climb(
    session: Session, delivery: Delivery, receipt: Receipt, reason: str, now: datetime
) -> None:
    """Lift a delivery to what a receipt says; a late or repeated one changes nothing."""
    target = DeliveryState(receipt.value)
    lifted = store.move(
        session,
        delivery.id,
        CLIMBS_FROM[target],
        state=target,
        reason=reason if target is DeliveryState.FAILED else "",
        finished_at=now,
    )
    if not lifted:
        return
    if delivery.state == DeliveryState.FAILED:
        log.warning("a failed message arrived", action="delivery.proved_wrong", id=delivery.id)
    announce(session, delivery)
    if target is DeliveryState.FAILED:
        note(session, "delivery.failed", delivery, reason, now)


def match_waiting(session: Session, delivery: Delivery, external_id: str, now: datetime) -> None:
    """Apply the receipts that came before we knew the message's id."""
    for early in store.take_unmatched(session, delivery.channel_id, external_id):
        climb(session, delivery, Receipt(early.receipt), early.reason, now)


def resend(session: Session, delivery_id: int, actor: str, now: datetime) -> Delivery:
    """A person decides to send again what failed, or what may have arrived already; for them it is
    not too late."""
    delivery = get(session, delivery_id)
    queued = store.move(
        session,
        delivery_id,
        (DeliveryState.UNKNOWN, DeliveryState.FAILED),
        state=DeliveryState.QUEUED,
        reason="",
        detail="",
        tries=0,
        due_at=now,
        late_at=None,
        finished_at=None,
    )
    if not queued:
        raise Conflict("Only a message that failed or whose outcome is unknown can be sent again")
    let_later_parts_go(session, delivery, now)
    log.info("resend decided", action="delivery.resent", id=delivery_id, actor=actor)
    signal(session, TOPIC, delivery.channel_id)
    announce(session, delivery)
    return get(session, delivery_id)


def settle(
    session: Session, delivery_id: int, arrived: DeliveryState, actor: str, now: datetime
) -> Delivery:
    """A person knows how an unknown send ended."""
    delivery = get(session, delivery_id)
    settled = store.move(
        session,
        delivery_id,
        (DeliveryState.UNKNOWN,),
        state=arrived,
        reason="settled",
        detail=actor,
        finished_at=now,
    )
    if not settled:
        raise Conflict("Only a message whose outcome is unknown can be settled")
    if arrived is not DeliveryState.FAILED:
        let_later_parts_go(session, delivery, now)
        signal(session, TOPIC, delivery.channel_id)
    log.info("unknown settled", action="delivery.settled", id=delivery_id, actor=actor)
    announce(session, delivery)
    return get(session, delivery_id)


def let_later_parts_go(session: Session, delivery: Delivery, now: datetime) -> None:
    """The parts that waited for word of this one follow it."""
    store.later_parts(
        session,
        delivery,
        DeliveryState.CANCELLED,
        state=DeliveryState.QUEUED,
        reason="",
        due_at=now,
        late_at=None,
    )


def count_queued(session: Session, channel_id: int) -> int:
    """How many wait to leave on a channel."""
    return store.count_queued(session, channel_id)


def count_waiting(
    session: Session, channel_id: int, lane: Lane, now: datetime, at_most: int
) -> int:
    """How many of a lane might leave now; no more than `at_most` are counted."""
    return queue.count_waiting(session, channel_id, LANE_ORDER[lane], now, at_most)


def last_sent(session: Session, channel_id: int) -> datetime | None:
    """When a channel last took something."""
    return store.last_sent(session, channel_id)


def announce(session: Session, delivery: Delivery) -> None:
    signal(session, "message", delivery.message_id)


def note(session: Session, kind: str, delivery: Delivery, reason: str, now: datetime) -> None:
    """Record a fact about a delivery; of somebody who was erased meanwhile there is none."""
    whose = store.find_contact(session, delivery.id)
    if whose is None:
        return
    journal.record(session, [Fact(kind, whose, now, told(delivery, reason))], now)


def told(delivery: Delivery, reason: str) -> dict[str, str]:
    """What a fact says of a delivery."""
    return {
        "delivery_id": str(delivery.id),
        "message_id": str(delivery.message_id),
        "channel_id": str(delivery.channel_id),
        "reason": reason,
    }


def get(session: Session, delivery_id: int) -> Delivery:
    """Raises NotFound."""
    delivery = store.get(session, delivery_id)
    if delivery is None:
        raise NotFound("delivery", delivery_id)
    return delivery
