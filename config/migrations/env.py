"""Alembic's way in."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.engine import Engine

from config.migrations.tables import metadata
from scrm.kernel.columns import Instant, Json

OURS = (Instant, Json)

BY_HAND = ("message_search", "contact_search")
"""Tables that no model describes: each kind of database has its own form of them."""


def include(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return not (kind in ("table", "index") and (name or "").startswith(BY_HAND))


def render(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Our column types by the names that the template imports."""
    return f"{type(value).__name__}()" if kind == "type" and isinstance(value, OURS) else False


engine: Engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        include_object=include,
        render_item=render,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
