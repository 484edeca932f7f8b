"""SQL of those who got nothing because another had it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from campaigns.deciding.values import Why
from campaigns.tables import Occurrence, Recipient
from campaigns.values import RecipientState
from scrm.kernel.sets import is_any

STEP = 0
"""The only one that a run has. It is said so that its key is looked up."""


def reopen(
    session: Session, contact_ids: Collection[int], frozen: datetime, since: datetime
) -> int:
    """Of these, in runs that were frozen since `frozen`, whoever was left out since then; returns how
    many. They are due as long as they have waited."""
    runs = select(col(Occurrence.id)).where(col(Occurrence.frozen_at) >= frozen)
    opened = session.execute(
        update(Recipient)
        .where(
            col(Recipient.occurrence_id).in_(runs),
            col(Recipient.step) == STEP,
            is_any(session, col(Recipient.contact_id), contact_ids),
            col(Recipient.state) == RecipientState.BLOCKED,
            col(Recipient.why) == Why.HAS_IT,
            col(Recipient.decided_at) >= since,
        )
        .values(
            state=RecipientState.WAITING, why="", due_at=col(Recipient.decided_at), decided_at=None
        )
        .returning(col(Recipient.contact_id))
        .execution_options(synchronize_session=False)
    )
    return len(opened.all())
