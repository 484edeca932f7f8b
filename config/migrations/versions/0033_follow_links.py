"""follow links.

What people do with what campaigns sent, and the links that were made short.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Instant, only_where

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_link",
        sa.Column(
            "campaign_id",
            sa.BigInteger,
            sa.ForeignKey("campaign.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("scans", sa.Integer, nullable=False),
    )
    op.create_index("campaign_link_url", "campaign_link", ["campaign_id", "url"], unique=True)
    op.create_table(
        "campaign_response",
        sa.Column("occurrence_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("contact_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("campaign_id", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first_at", Instant, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.Column("reply_id", sa.BigInteger),
        sa.Column("conversation_id", sa.BigInteger),
        sa.CheckConstraint("kind IN ('reply', 'stop', 'button', 'click')", name="kind_known"),
    )
    op.create_index(
        "campaign_response_reply",
        "campaign_response",
        ["occurrence_id", "reply_id"],
        **only_where("reply_id IS NOT NULL"),
    )
