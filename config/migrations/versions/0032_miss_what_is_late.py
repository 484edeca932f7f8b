"""miss what is late.

Whoever is to get a message of a campaign, and the message once it is given to the outbox, know when it
is too late; an occurrence knows which of its moments have begun. What was planned before lasts for three
days from when it is looked at next.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import only_where

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_OPEN = only_where("state IN ('waiting', 'later', 'held')")
_WAITS = only_where("state IN ('queued', 'held') AND campaign_id IS NOT NULL")
_THREE_DAYS = 72 * 3600 * 1_000_000


def upgrade() -> None:
    op.add_column("campaign_occurrence", sa.Column("begun_until", sa.BigInteger))
    op.add_column("campaign_recipient", sa.Column("late_at", sa.BigInteger))
    recipient = sa.table("campaign_recipient", sa.column("due_at"), sa.column("late_at"))
    op.execute(recipient.update().values(late_at=recipient.c.due_at + _THREE_DAYS))
    op.create_index("campaign_recipient_late", "campaign_recipient", ["late_at"], **_OPEN)
    op.add_column("delivery", sa.Column("late_at", sa.BigInteger))
    op.create_index("delivery_late", "delivery", ["late_at", "id"], **_WAITS)
