"""keep templates.

Messages that are kept to be used again, their versions, and of a campaign whose words it took.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json, only_where

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "template",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("draft", Json, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("version_id", sa.BigInteger),
        sa.Column("created_by", Json, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("archived_at", Instant),
    )
    op.create_table(
        "template_version",
        sa.Column("id", Id, primary_key=True),
        sa.Column("template_id", sa.BigInteger, sa.ForeignKey("template.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("message", Json, nullable=False),
        sa.Column("made_by", Json, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index(
        "template_version_number", "template_version", ["template_id", "number"], unique=True
    )
    op.add_column("campaign", sa.Column("template_id", sa.BigInteger))
    op.create_index(
        "campaign_template",
        "campaign",
        ["template_id"],
        **only_where("template_id IS NOT NULL"),
    )
