"""SQL of what is sent to people who are joined or separated."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, exists, literal_column, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.delivery.tables import OF_CAMPAIGN, Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.sets import is_any

JOINED = "joined"
"""Why one of two messages is not sent: they would reach one person."""
_OF_CAMPAIGN: ColumnElement[bool] = literal_column(f"delivery.{OF_CAMPAIGN}")
_WAITING = (DeliveryState.QUEUED, DeliveryState.RESERVED, DeliveryState.HELD)
_MAY_HAVE_ARRIVED = (
    *(DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED),
    *(DeliveryState.READ, DeliveryState.UNKNOWN),
)


def follow(
    session: Session,
    said: Select[int],
    identity_ids: Collection[int],
    giver: int,
    taker: int,
) -> None:
    """The messages `said` are the taker's, and what campaigns send to these addresses, which were the
    giver's. Where both have one of the same step, each keeps its own, and what still waits is not
    sent: of two that wait the giver's, and the taker's where the giver may have got theirs."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.message_id).in_(said), col(Delivery.campaign_id).is_(None))
        .values(contact_id=taker)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Delivery)
        .where(
            col(Delivery.contact_id) == taker,
            _OF_CAMPAIGN,
            col(Delivery.state).in_(_WAITING),
            _has_same(giver, _MAY_HAVE_ARRIVED),
        )
        .values(state=DeliveryState.CANCELLED, reason=JOINED, lease_until=None, worker="")
        .execution_options(synchronize_session=False)
    )
    theirs = (
        col(Delivery.contact_id) == giver,
        _OF_CAMPAIGN,
        is_any(session, col(Delivery.identity_id), identity_ids),
    )
    session.execute(
        update(Delivery)
        .where(*theirs, ~_has_same(taker))
        .values(contact_id=taker)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Delivery)
        .where(*theirs, col(Delivery.state).in_(_WAITING))
        .values(state=DeliveryState.CANCELLED, reason=JOINED, lease_until=None, worker="")
        .execution_options(synchronize_session=False)
    )


def _has_same(
    contact_id: int, states: Collection[DeliveryState] = tuple(DeliveryState)
) -> ColumnElement[bool]:
    """Whether that person has one of the same run and step, in one of these states."""
    own = aliased(Delivery)
    return exists().where(
        col(own.contact_id) == contact_id,
        col(own.campaign_id).is_not(None),
        col(own.campaign_id) == col(Delivery.campaign_id),
        col(own.occurrence_id) == col(Delivery.occurrence_id),
        col(own.step) == col(Delivery.step),
        col(own.state).in_(states),
    )
