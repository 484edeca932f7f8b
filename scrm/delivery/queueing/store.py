"""SQL of what goes next. Statements are made once: to make one takes several times as long as to carry
it out, and it is asked for with each message that goes."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, UNFINISHED, DeliveryState
from scrm.kernel.claiming import once
from scrm.kernel.columns import Instant

QUEUED: ColumnElement[bool] = col(Delivery.state) == literal_column("'queued'")
_BEFORE_IT: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in UNFINISHED]
"""Literally, as the indexes of what is under way have it: a parameter might be anything to them."""


_NOW = bindparam("now", type_=Instant())
_CHANNEL = bindparam("on_channel", type_=BigInteger())


def _blocked() -> ColumnElement[bool]:
    """An unfinished delivery stands before it in the same conversation. One that waits for the
    time that its author chose holds up nobody; one that waits to be tried again does, but for one of
    a campaign: that holds up no more than what follows of its own message."""
    earlier = aliased(Delivery)
    return exists().where(
        col(earlier.identity_id) == col(Delivery.identity_id),
        tuple_(col(earlier.message_id), col(earlier.part))
        < tuple_(col(Delivery.message_id), col(Delivery.part)),
        col(earlier.lane) <= col(Delivery.lane),
        col(earlier.state).in_(_BEFORE_IT),
        (col(earlier.state) != DeliveryState.QUEUED)
        | (col(earlier.due_at) <= _NOW)
        | (
            (col(earlier.reason) != "")
            & (
                col(earlier.campaign_id).is_(None)
                | (col(earlier.message_id) == col(Delivery.message_id))
            )
        ),
    )


_READY = (
    select(col(Delivery.id))
    .where(col(Delivery.channel_id) == _CHANNEL, QUEUED, col(Delivery.due_at) <= _NOW, ~_blocked())
    .order_by(
        col(Delivery.lane), col(Delivery.due_at), col(Delivery.message_id), col(Delivery.part)
    )
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True, of=Delivery)
)
_RESERVE = (
    update(Delivery)
    .where(col(Delivery.id).in_(once(_READY)), QUEUED)
    .values(
        state=DeliveryState.RESERVED,
        lease_until=bindparam("until", type_=Instant()),
        worker=bindparam("taker", type_=Text()),
    )
    .returning(Delivery)
    .execution_options(synchronize_session=False)
)


def reserve(
    session: Session, channel_id: int, limit: int, now: datetime, lease_until: datetime, worker: str
) -> list[Delivery]:
    """Due deliveries in the order of their lanes, none of which has an unfinished one before it
    in the same conversation; taken under a lease."""
    given = {"on_channel": channel_id, "now": now, "most": limit}
    taken = session.execute(_RESERVE, given | {"until": lease_until, "taker": worker}).scalars()
    return sorted(taken, key=lambda row: (row.lane, row.due_at, row.message_id, row.part))


def _first_of(lane: int) -> Any:
    return (
        select(col(Delivery.due_at))
        .where(col(Delivery.channel_id) == _CHANNEL, QUEUED, ~_blocked())
        .where(col(Delivery.lane) == lane)
        .order_by(col(Delivery.due_at))
        .limit(1)
        .scalar_subquery()
    )


_NEXT = select(*map(_first_of, LANE_ORDER.values()))
"""Of each lane the first: a long queue costs no more than a short one."""


def next_due(session: Session, channel_id: int, now: datetime) -> datetime | None:
    """When the next delivery can go that need not wait for another; what ends another rings."""
    found = session.execute(_NEXT, {"on_channel": channel_id, "now": now}).one()
    return min((due for due in found if due is not None), default=None)


_WAITING = select(func.count()).select_from(
    select(literal_column("1"))
    .where(
        col(Delivery.channel_id) == _CHANNEL,
        QUEUED,
        col(Delivery.lane) == bindparam("in_lane"),
        col(Delivery.due_at) <= _NOW,
        ~_blocked(),
    )
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)


def count_waiting(session: Session, channel_id: int, lane: int, now: datetime, at_most: int) -> int:
    given = {"on_channel": channel_id, "in_lane": lane, "now": now, "most": at_most}
    return session.scalar(_WAITING, given) or 0
