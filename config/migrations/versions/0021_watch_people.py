"""watch people.

Of whom the conditions of rules and segments hold, and when to look at whom again.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Instant, only_where

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_FILL_SEGMENTS = """
INSERT INTO filling (owner_id, acts, state, after_id, last_id, total, looked_at, found, error,
                     started_at)
SELECT id, false, 'waiting', 0, 9223372036854775807, (SELECT count(*) FROM contact), 0, 0, '',
       created_at
FROM segment WHERE archived_at IS NULL
"""
"""Who is in the segments that there are is looked up when the hub runs."""


def upgrade() -> None:
    op.create_table(
        "watched",
        sa.Column("owner_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "contact_id",
            sa.BigInteger,
            sa.ForeignKey("contact.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("since", Instant),
        sa.Column("due_at", Instant),
    )
    op.create_index("watched_due", "watched", ["due_at"], **only_where("due_at IS NOT NULL"))
    op.create_index("watched_contact", "watched", ["contact_id"])
    op.create_table(
        "filling",
        sa.Column("owner_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("acts", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("after_id", sa.BigInteger, nullable=False),
        sa.Column("last_id", sa.BigInteger, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("looked_at", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state_known"),
    )
    op.add_column("segment", sa.Column("unkept", sa.Text, nullable=False, server_default=""))
    op.execute(_FILL_SEGMENTS)
    op.create_index("filling_waiting", "filling", ["started_at"], **only_where("state = 'waiting'"))
