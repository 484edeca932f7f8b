"""SQL about suppressions."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from scrm.consent.tables import Suppression
from scrm.kernel.sets import table_of


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
