"""SQL that forgets raw events."""

from collections.abc import Collection

from sqlalchemy import select, tuple_, update
from sqlmodel import Session, col

from scrm.contacts.tables import Identity
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from scrm.kernel.sets import is_any

ERASED = "erased"


def forget(session: Session, identity_ids: Collection[int]) -> int:
    """What came from these addresses is emptied, also what waits or was put aside; returns how much.
    Its number stays: a platform that tells it again tells nothing new."""
    addresses = select(col(Identity.channel_id), col(Identity.external_id)).where(
        is_any(session, col(Identity.id), identity_ids)
    )
    emptied = session.execute(
        update(IntakeEvent)
        .where(tuple_(col(IntakeEvent.channel_id), col(IntakeEvent.order_key)).in_(addresses))
        .values(body=b"", order_key="", state=IntakeState.IGNORED, error=ERASED, due_at=None)
        .returning(col(IntakeEvent.id))
        .execution_options(synchronize_session=False)
    )
    return len(emptied.all())
