"""SQL about deliveries. Every change of state says what it expects and sees whether it won."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    func,
    literal_column,
    update,
)
from sqlmodel import Session, col, select

from scrm.channels.values import ReceiptReceived
from scrm.delivery.queueing.store import QUEUED
from scrm.delivery.tables import (
    CAMPAIGN_KEY,
    IN_HAND,
    OF_CAMPAIGN,
    Attempt,
    Delivery,
    UnmatchedReceipt,
)
from scrm.delivery.values import LANE_ORDER, DeliveryState, OfCampaign, Order
from scrm.kernel.columns import micros, plain
from scrm.kernel.ids import new_id, new_ids
from scrm.kernel.rows import insert_new, insert_rows
from scrm.kernel.sets import is_any, table_of

_ENDS = ("ended_at", "outcome", "code", "external_id")
_COLUMNS = (
    "id",
    "message_id",
    "part",
    "identity_id",
    "channel_id",
    "contact_id",
    "recipient",
    "thread_key",
    "content",
    "lane",
    "due_at",
    "state",
    "reason",
    "detail",
    "tries",
    "worker",
    "created_at",
)


_OF = ("campaign_id", "occurrence_id", "step", "version_id", "late_at")
_KEY = f"({', '.join(CAMPAIGN_KEY)}) WHERE {OF_CAMPAIGN}"


def insert(session: Session, orders: Sequence[Order], now: datetime) -> list[Order]:
    """Those that were taken: of a campaign nobody gets the same again."""
    at = micros(now)
    rows: list[tuple[Any, ...]] = []
    of_campaigns: dict[int, tuple[Order, tuple[Any, ...]]] = {}
    taken: list[Order] = []
    for delivery_id, order in zip(new_ids(len(orders)), orders, strict=True):
        whom = (order.identity_id, order.channel_id, order.contact_id, order.recipient)
        what = (order.thread_key, plain(order.content), LANE_ORDER[order.lane])
        start = (micros(order.due_at), DeliveryState.QUEUED.value, "", "", 0, "", at)
        row = (delivery_id, order.message_id, 0, *whom, *what, *start)
        if order.campaign is None:
            rows.append(row)
            taken.append(order)
        else:
            of_campaigns[delivery_id] = order, (*row, *_of(order.campaign), _micros(order.late_at))
    insert_rows(session, table_of(Delivery), _COLUMNS, rows)
    return taken + _insert_new(session, of_campaigns)


def _of(campaign: OfCampaign) -> tuple[int, int, int, int]:
    return campaign.campaign_id, campaign.occurrence_id, campaign.step, campaign.version_id


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _insert_new(session: Session, orders: dict[int, tuple[Order, tuple[Any, ...]]]) -> list[Order]:
    rows = [row for _, row in orders.values()]
    new = insert_new(session, table_of(Delivery), (*_COLUMNS, *_OF), rows, _KEY)
    return [order for delivery_id, (order, _) in orders.items() if delivery_id in new]


_DELIVERY, _ATTEMPT = table_of(Delivery), table_of(Attempt)


def find_contact(session: Session, delivery_id: int) -> int | None:
    """Whose it is now: meanwhile its person may have been joined, separated or erased."""
    return session.exec(select(Delivery.contact_id).where(col(Delivery.id) == delivery_id)).first()


_END = (
    update(_ATTEMPT)
    .where(col(Attempt.id) == bindparam("which"))
    .values({name: bindparam(f"to_{name}", type_=_ATTEMPT.c[name].type) for name in _ENDS})
)


def end_attempt(
    session: Session,
    attempt_id: int,
    now: datetime,
    outcome: str,
    *,
    code: str = "",
    external_id: str = "",
) -> None:
    ended = {"to_ended_at": now, "to_outcome": outcome}
    about = {"to_code": code, "to_external_id": external_id}
    session.execute(_END, {"which": attempt_id} | ended | about)


def move(
    session: Session, delivery_id: int, expected: Collection[DeliveryState], **values: Any
) -> bool:
    """Change a delivery that is in one of the `expected` states; False where it is not."""
    session.flush()
    given = {f"to_{name}": value for name, value in values.items()}
    change = _change(tuple(sorted(values)), tuple(sorted(expected)))
    moved = session.execute(change, {"which": delivery_id} | given).first()
    session.expire_all()
    return moved is not None


@lru_cache(64)
def _change(names: tuple[str, ...], expected: tuple[DeliveryState, ...]) -> Any:
    """Made once for each way of changing: to make it takes several times as long as to carry it
    out, and each message that goes is changed twice."""
    return (
        update(_DELIVERY)
        .where(col(Delivery.id) == bindparam("which"), col(Delivery.state).in_(expected))
        .values({name: bindparam(f"to_{name}", type_=_DELIVERY.c[name].type) for name in names})
        .returning(col(Delivery.id))
    )


def release(
    session: Session,
    delivery_ids: Iterable[int],
    worker: str,
    *,
    later: datetime | None = None,
) -> None:
    """reserved → queued: what was taken under a lease and not begun; `later` when the platform
    wants a wait first."""
    postponed = {} if later is None else {"due_at": later, "reason": "throttled"}
    session.execute(
        update(Delivery)
        .where(
            is_any(session, col(Delivery.id), delivery_ids),
            col(Delivery.state) == DeliveryState.RESERVED,
            col(Delivery.worker) == worker,
        )
        .values(state=DeliveryState.QUEUED, lease_until=None, worker="", **postponed)
    )


def take_back(
    session: Session, now: datetime, *, worker: str | None
) -> tuple[list[int], list[Delivery]]:
    """After a crash: dead leases go back to the queue, what was being sent becomes unknown.

    With `worker` None every unfinished row belongs to the dead: only the one process of a
    single-process hub may say so. Returns the channel of each that was queued, and those that
    are unknown.
    """
    dead = col(Delivery.lease_until) < now if worker is not None else col(Delivery.id) > 0
    queued = session.execute(
        update(Delivery)
        .where(*_in_hand(DeliveryState.RESERVED), dead)
        .values(state=DeliveryState.QUEUED, lease_until=None, worker="")
        .returning(col(Delivery.channel_id))
    ).all()
    lost = session.scalars(
        update(Delivery)
        .where(*_in_hand(DeliveryState.SENDING), dead)
        .values(state=DeliveryState.UNKNOWN, reason="crashed", lease_until=None, finished_at=now)
        .returning(Delivery)
        .execution_options(synchronize_session=False)
    ).all()
    session.execute(
        update(Attempt)
        .where(
            is_any(session, col(Attempt.delivery_id), [row.id for row in lost]),
            col(Attempt.ended_at).is_(None),
        )
        .values(outcome="crashed", ended_at=now)
    )
    return [row.channel_id for row in queued], list(lost)


def _in_hand(state: DeliveryState) -> tuple[ColumnElement[bool], ...]:
    """The state, and the condition of the index that knows the few rows in it."""
    return col(Delivery.state) == literal_column(f"'{state.value}'"), literal_column(IN_HAND)


def add_parts(session: Session, whole: Delivery, contents: Sequence[dict[str, Any]]) -> None:
    """The further parts of a message that its platform takes only in pieces, due at once. One that
    was begun elsewhere before may have some, which follow those."""
    at = micros(whole.created_at)
    _move_parts_on(session, whole.message_id, len(contents))
    rows: list[tuple[Any, ...]] = []
    for part, content in enumerate(contents, start=1):
        whom = (whole.identity_id, whole.channel_id, whole.contact_id, whole.recipient)
        what = (whole.thread_key, plain(content), whole.lane)
        start_at = (micros(whole.due_at), DeliveryState.QUEUED.value, "", "", 0, "", at)
        rows.append((new_id(), whole.message_id, part, *whom, *what, *start_at))
    insert_rows(session, table_of(Delivery), _COLUMNS, rows)


def _move_parts_on(session: Session, message_id: int, by: int) -> None:
    """In two steps: both databases look at each row whether its place is free."""
    part = col(Delivery.part)
    for change, which in ((-part - by, part > 0), (-part, part < 0)):
        session.execute(
            update(Delivery)
            .where(col(Delivery.message_id) == message_id, which)
            .values(part=change)
            .execution_options(synchronize_session=False)
        )


def by_external(session: Session, channel_id: int, external_ids: Iterable[str]) -> list[Delivery]:
    question = (
        select(Delivery)
        .where(is_any(session, col(Delivery.external_id), external_ids))
        .where(col(Delivery.channel_id) == channel_id)
        .with_for_update()
    )
    return list(session.exec(question))


def keep_unmatched(
    session: Session, channel_id: int, receipts: Sequence[ReceiptReceived], now: datetime
) -> None:
    columns = ("id", "channel_id", "external_id", "receipt", "reason", "at", "received_at")
    rows = [
        (new_id(), channel_id, one.external_id, one.receipt.value, one.reason, micros(one.at))
        for one in receipts
    ]
    at = micros(now)
    insert_rows(session, table_of(UnmatchedReceipt), columns, [(*row, at) for row in rows])


def take_unmatched(session: Session, channel_id: int, external_id: str) -> list[UnmatchedReceipt]:
    """The receipts that waited for this message; they are gone from the table afterwards."""
    question = select(UnmatchedReceipt).where(
        col(UnmatchedReceipt.external_id) == external_id,
        col(UnmatchedReceipt.channel_id) == channel_id,
    )
    found = list(session.exec(question.order_by(col(UnmatchedReceipt.at))))
    for receipt in found:
        session.delete(receipt)
    return found


def get(session: Session, delivery_id: int) -> Delivery | None:
    return session.get(Delivery, delivery_id, populate_existing=True)


def later_parts(
    session: Session, delivery: Delivery, expected: DeliveryState, **values: Any
) -> None:
    """Change the parts that follow `delivery` in its message and are in `expected`."""
    session.execute(
        update(Delivery)
        .where(
            col(Delivery.message_id) == delivery.message_id,
            col(Delivery.part) > delivery.part,
            col(Delivery.state) == expected,
        )
        .values(**values)
    )


def count_queued(session: Session, channel_id: int) -> int:
    question = select(func.count()).where(col(Delivery.channel_id) == channel_id, QUEUED)
    return session.exec(question).one()


def last_sent(session: Session, channel_id: int) -> datetime | None:
    question = (
        select(Delivery.finished_at)
        .where(
            col(Delivery.channel_id) == channel_id,
            col(Delivery.external_id).is_not(None),
        )
        .order_by(col(Delivery.id).desc())
        .limit(1)
    )
    return session.exec(question).first()
