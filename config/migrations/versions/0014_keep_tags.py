"""keep tags.

Words about people, each with who set it, why, and from when until when."""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json, only_where

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tag_name", "tag", ["name"], unique=True)
    op.create_table(
        "contact_tag",
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("set_by", Json(), nullable=False),
        sa.Column("evidence", Json(), server_default="{}", nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("confidence", sa.Double(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "contact_tag_live",
        "contact_tag",
        ["contact_id", "tag_id"],
        unique=True,
        **only_where("removed_at IS NULL"),
    )
    op.create_index("contact_tag_of_contact", "contact_tag", ["contact_id"])
    op.create_index("contact_tag_of_tag", "contact_tag", ["tag_id", "contact_id"])
