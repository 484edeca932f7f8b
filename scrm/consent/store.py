"""SQL about suppressions."""

from collections.abc import Iterable

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from scrm.consent.tables import Suppression
from scrm.consent.values import SuppressionKind
from scrm.kernel.sets import is_any, table_of


def add(session: Session, suppression: Suppression) -> bool:
    """Keep it; False where the same one stands already."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = session.execute(
        dialect.insert(table_of(Suppression))
        .values(suppression.model_dump())
        .on_conflict_do_nothing()
        .returning(col(Suppression.id))
    )
    return added.first() is not None


def of_people(session: Session, contact_ids: Iterable[int]) -> list[Suppression]:
    """What these people have ended for all of their addresses, the earliest first."""
    question = select(Suppression).where(
        is_any(session, col(Suppression.contact_id), contact_ids),
        col(Suppression.kind) == SuppressionKind.CONTACT,
    )
    return list(session.exec(question.order_by(col(Suppression.effective_at), col(Suppression.id))))
