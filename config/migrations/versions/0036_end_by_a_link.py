"""end by a link.

People may end marketing by the link of a message, which is a response of its own kind.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Instant, only_where

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KNOWN = "kind IN ('reply', 'stop', 'button', 'click', 'stop_link')"
COPIED = (
    "INSERT INTO campaign_response (occurrence_id, step, contact_id, kind, what, campaign_id, count,"
    " first_at, last_at, reply_id, conversation_id) SELECT occurrence_id, step, contact_id, kind, what,"
    " campaign_id, count, first_at, last_at, reply_id, conversation_id FROM campaign_response_before"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("kind_known", "campaign_response")
        op.create_check_constraint("kind_known", "campaign_response", KNOWN)
        return
    # SQLite changes no constraint: the table is made anew.
    op.drop_index("campaign_response_reply", "campaign_response")
    op.rename_table("campaign_response", "campaign_response_before")
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
        sa.CheckConstraint(KNOWN, name="kind_known"),
    )
    op.execute(COPIED)
    op.drop_table("campaign_response_before")
    op.create_index(
        "campaign_response_reply",
        "campaign_response",
        ["occurrence_id", "reply_id"],
        **only_where("reply_id IS NOT NULL"),
    )
