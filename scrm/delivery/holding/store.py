"""SQL of what is held, in sets. Its condition stands word for word as its index has it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)
from sqlmodel import Session, col

from scrm.delivery.looking.store import end_later_parts
from scrm.delivery.tables import HELD, OF_CAMPAIGN, WAITS, Delivery
from scrm.delivery.values import TOO_LATE, DeliveryState
from scrm.kernel.claiming import once
from scrm.kernel.columns import Instant, from_micros, micros
from scrm.kernel.sets import SetQuery, is_any, table_of

_HELD: ColumnElement[bool] = literal_column(HELD)
_WAITS: ColumnElement[bool] = literal_column(WAITS)
_IS_HELD: ColumnElement[bool] = col(Delivery.state) == literal_column("'held'")

_READY = (
    select(col(Delivery.id))
    .where(_HELD, col(Delivery.due_at) <= bindparam("now", type_=Instant()))
    .order_by(col(Delivery.due_at), col(Delivery.id))
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True, of=Delivery)
)
_COME_BACK = (
    update(Delivery)
    .where(col(Delivery.id).in_(once(_READY)), _IS_HELD)
    .values(state=DeliveryState.QUEUED)  # why it was held stays: a second time is told to nobody
    .returning(col(Delivery.channel_id))
    .execution_options(synchronize_session=False)
)
_NEXT = select(func.min(col(Delivery.due_at))).where(_HELD)


_LATE = (
    select(col(Delivery.id))
    .where(_WAITS, col(Delivery.late_at) <= bindparam("now", type_=Instant()))
    .order_by(col(Delivery.late_at), col(Delivery.id))
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True, of=Delivery)
)
_END_LATE = (
    update(Delivery)
    .where(col(Delivery.id).in_(once(_LATE)), _WAITS)
    .values(
        state=DeliveryState.MISSED,
        reason=case((col(Delivery.reason) == "", TOO_LATE), else_=col(Delivery.reason)),
        finished_at=bindparam("now", type_=Instant()),
    )
    .returning(Delivery)
    .execution_options(synchronize_session=False)
)
_FIRST_LATE = select(func.min(col(Delivery.late_at))).where(_WAITS)


def end_late(session: Session, now: datetime, at_most: int) -> list[Delivery]:
    """queued, held → missed of those for whom it is too late."""
    ended = list(session.execute(_END_LATE, {"now": now, "most": at_most}).scalars())
    end_later_parts(session, [one.message_id for one in ended])
    return ended


def first_late(session: Session) -> datetime | None:
    found: datetime | None = session.execute(_FIRST_LATE).scalar_one()
    return found


def come_back(session: Session, now: datetime, at_most: int) -> list[int]:
    """held → queued of those whose time has come, the longest due first; the channel of each."""
    return list(session.execute(_COME_BACK, {"now": now, "most": at_most}).scalars())


def next_due(session: Session) -> datetime | None:
    found: datetime | None = session.execute(_NEXT).scalar_one()
    return found


def _freeing(whose: str) -> SetQuery:
    table = table_of(Delivery)
    return SetQuery(
        lambda any_of: (
            update(table)
            .where(
                any_of(table.c[whose]),
                literal_column(f"delivery.{OF_CAMPAIGN}"),
                table.c.state == literal_column("'held'"),
                any_of(table.c.reason, "reasons", str),
            )
            .values(
                state=literal_column(f"'{DeliveryState.QUEUED}'"),
                reason=literal_column("''"),
                due_at=bindparam("now", type_=BigInteger()),
            )
            .returning(table.c.channel_id)
        ),
        int,
    )


_RELEASE = _freeing("contact_id")
_LET_GO = _freeing("campaign_id")


def release(
    session: Session, contact_ids: Collection[int], reasons: Collection[str], now: datetime
) -> list[int]:
    """held → queued of these people, where held for one of `reasons`; the channel of each."""
    return _freed(_RELEASE, session, contact_ids, reasons, now)


def let_go(
    session: Session, campaign_ids: Collection[int], reasons: Collection[str], now: datetime
) -> list[int]:
    """The same, of these campaigns."""
    return _freed(_LET_GO, session, campaign_ids, reasons, now)


def _freed(
    how: SetQuery,
    session: Session,
    ids: Collection[int],
    reasons: Collection[str],
    now: datetime,
) -> list[int]:
    session.flush()  # for it goes to the driver, behind the session's back
    found = how.rows(session, ids, reasons=list(reasons), now=micros(now))
    return [channel_id for (channel_id,) in found]


def held_for(session: Session, reasons: Collection[str]) -> set[int]:
    """Campaigns of which something is held for one of `reasons`."""
    question = (
        select(col(Delivery.campaign_id))
        # the bound is no condition: it says by which index
        .where(
            _HELD,
            col(Delivery.due_at) >= from_micros(0),
            is_any(session, col(Delivery.reason), reasons),
        )
        .distinct()
    )
    return {one for one in session.execute(question).scalars() if one is not None}
