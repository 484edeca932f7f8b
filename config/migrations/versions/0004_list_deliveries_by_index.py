"""list deliveries by index.

An expand: what waits, what is in hand, and what each channel took last."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = (
    ("delivery_queued", ["id"], "state = 'queued'"),
    ("delivery_in_hand", ["state", "id"], "state IN ('reserved', 'sending')"),
    ("delivery_taken", ["channel_id", "id"], "external_id IS NOT NULL"),
)


def upgrade() -> None:
    for name, columns, condition in INDEXES:
        where = sa.text(condition)
        op.create_index(name, "delivery", columns, sqlite_where=where, postgresql_where=where)
