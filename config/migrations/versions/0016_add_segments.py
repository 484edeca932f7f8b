"""add segments.

Saved questions about people; the names of the living are unique."""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json, only_where

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "segment",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", Json(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "segment_name", "segment", ["name"], unique=True, **only_where("archived_at IS NULL")
    )
