"""SQL of those who got nothing because another had it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, literal_column, or_, select, update
from sqlmodel import Session, col

from campaigns.deciding.values import Why
from campaigns.tables import Occurrence, Recipient
from campaigns.values import RecipientState
from scrm.delivery.tables import OF_CAMPAIGN, Delivery
from scrm.kernel.sets import is_any

STEP = 0
"""The only one that a run has. It is said so that its key is looked up."""


def reopen(
    session: Session, contact_ids: Collection[int], frozen: datetime, since: datetime
) -> int:
    """Of these, in runs that were frozen since `frozen`, whoever was left out since then, or whose own
    went to an address that is another's now; returns how many. They are due as long as they have
    waited, and their moment has begun: who is `waiting` may be taken for one whom nobody looked at."""
    anothers = (
        select(col(Delivery.message_id))
        .where(
            is_any(session, col(Delivery.contact_id), contact_ids),
            literal_column(f"delivery.{OF_CAMPAIGN}"),
            col(Delivery.contact_id) != col(Recipient.contact_id),
        )
        .correlate(Recipient)
    )
    left_out = and_(
        col(Recipient.state) == RecipientState.BLOCKED, col(Recipient.why) == Why.HAS_IT
    )
    gone = and_(
        col(Recipient.state) == RecipientState.GIVEN, col(Recipient.message_id).in_(anothers)
    )
    runs = select(col(Occurrence.id)).where(col(Occurrence.frozen_at) >= frozen)
    opened = session.execute(
        update(Recipient)
        .where(
            col(Recipient.occurrence_id).in_(runs),
            col(Recipient.step) == STEP,
            is_any(session, col(Recipient.contact_id), contact_ids),
            or_(left_out, gone),
            col(Recipient.decided_at) >= since,
        )
        .values(
            state=RecipientState.LATER,
            why="",
            due_at=col(Recipient.decided_at),
            decided_at=None,
            message_id=None,
        )
        .returning(col(Recipient.contact_id))
        .execution_options(synchronize_session=False)
    )
    return len(opened.all())
