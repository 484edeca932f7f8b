"""keep consents.

What people allow is one row for each of their acts.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", Id, primary_key=True),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("by", Json, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("state IN ('granted', 'withdrawn')", name="state_known"),
    )
    op.create_index("consent_of_contact", "consent", ["contact_id", "id"])
