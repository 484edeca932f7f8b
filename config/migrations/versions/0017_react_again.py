"""react again.

What a subscriber failed at is tried again alone.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, only_where

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reaction",
        sa.Column("id", Id, primary_key=True),
        sa.Column("event_id", sa.BigInteger, sa.ForeignKey("event.id"), nullable=False),
        sa.Column("subscriber", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'dead')", name="state_known"),
    )
    op.create_index("reaction_of_event", "reaction", ["event_id", "subscriber"], unique=True)
    op.create_index("reaction_due", "reaction", ["due_at", "id"], **only_where("state = 'waiting'"))
