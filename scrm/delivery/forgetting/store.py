"""SQL that forgets deliveries."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, delete, func, literal_column, select
from sqlmodel import Session, col

from scrm.delivery.tables import OF_CAMPAIGN, Attempt, Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.sets import is_any

_UNFINISHED: ColumnElement[bool] = literal_column("state IN ('queued', 'reserved', 'sending')")
"""A constant in the statement: a partial index serves no bound parameter."""
_OF_CAMPAIGN: ColumnElement[bool] = literal_column(f"delivery.{OF_CAMPAIGN}")


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
    return _forget(session, is_any(session, col(Delivery.message_id), message_ids))


def forget_orders(session: Session, contact_ids: Collection[int]) -> int:
    """As `forget`, of all that campaigns send to these people: what has not gone yet has no message."""
    theirs = is_any(session, col(Delivery.contact_id), contact_ids)
    return _forget(session, and_(theirs, _OF_CAMPAIGN))


def _forget(session: Session, of_these: ColumnElement[bool]) -> int:
    tried = select(col(Delivery.id)).where(of_these)
    session.execute(
        delete(Attempt)
        .where(col(Attempt.delivery_id).in_(tried))
        .execution_options(synchronize_session=False)
    )
    count: int = session.execute(select(func.count()).where(of_these)).scalar_one()
    session.execute(delete(Delivery).where(of_these).execution_options(synchronize_session=False))
    return count
