"""SQL that forgets deliveries."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, func, literal_column, select
from sqlmodel import Session, col

from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.sets import is_any

_UNFINISHED: ColumnElement[bool] = literal_column("state IN ('queued', 'reserved', 'sending')")
"""A constant in the statement: a partial index serves no bound parameter."""


def is_being_sent(session: Session, identity_ids: Collection[int]) -> bool:
    """Whether a platform is being told something for these addresses. All that waits for them is
    held until the commit: none of it begins meanwhile."""
    question = (
        select(col(Delivery.state))
        .where(is_any(session, col(Delivery.identity_id), identity_ids), _UNFINISHED)
        .order_by(col(Delivery.id))
        .with_for_update()
    )
    return DeliveryState.SENDING in set(session.scalars(question))


def forget(session: Session, message_ids: Collection[int]) -> int:
    """Every delivery of these messages with its attempts; returns how many."""
    of_these = is_any(session, col(Delivery.message_id), message_ids)
    tried = select(col(Delivery.id)).where(of_these)
    session.execute(
        delete(Attempt)
        .where(col(Attempt.delivery_id).in_(tried))
        .execution_options(synchronize_session=False)
    )
    count: int = session.execute(select(func.count()).where(of_these)).scalar_one()
    session.execute(delete(Delivery).where(of_these).execution_options(synchronize_session=False))
    return count
