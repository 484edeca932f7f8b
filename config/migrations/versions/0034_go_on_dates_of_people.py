"""go on dates of people.

A run knows whose turn it gives, and when it takes in more people; that somebody had their turn is kept.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import only_where

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign_occurrence", sa.Column("turn", sa.Integer))
    op.add_column("campaign_occurrence", sa.Column("fill_at", sa.BigInteger))
    op.create_index(
        "campaign_occurrence_fill",
        "campaign_occurrence",
        ["fill_at"],
        **only_where("fill_at IS NOT NULL"),
    )
    op.create_table(
        "campaign_turn",
        sa.Column("campaign_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("contact_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("campaign_turn_of_run", "campaign_turn", ["occurrence_id"])
