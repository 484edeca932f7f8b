"""keep rules.

Rules with all versions that were in force once.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json, only_where

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'live', 'paused', 'archived')", name="state_known"),
    )
    op.create_index("rule_name", "rule", ["name"], unique=True, **only_where("state <> 'archived'"))
    op.create_table(
        "rule_version",
        sa.Column("id", Id, primary_key=True),
        sa.Column("rule_id", sa.BigInteger, sa.ForeignKey("rule.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("published_by", Json, nullable=False),
    )
    op.create_index("rule_version_number", "rule_version", ["rule_id", "number"], unique=True)
    op.create_index(
        "contact_tag_lapsing",
        "contact_tag",
        ["until"],
        **only_where("removed_at IS NULL AND until IS NOT NULL"),
    )
