"""tell of behaviour, and bring packs in.

By which keys programs outside told of what people did; and what was made of the parts of packs.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_event",
        sa.Column("event_id", Id, primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
    op.create_index("told_event_key", "told_event", ["key"], unique=True)
    op.create_table(
        "pack_item",
        sa.Column("pack", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("made_id", sa.BigInteger, nullable=False),
    )
