"""go on elsewhere.

Links by which a visitor of a website goes on at another platform and is known there."""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "start_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("start_link_expires", "start_link", ["expires_at"])
