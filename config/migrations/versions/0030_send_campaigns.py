"""send campaigns.

A delivery knows of which campaign it is, and has a key of its own there; a conversation knows what a
campaign wrote in it last.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import only_where

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_KEY = ["campaign_id", "occurrence_id", "step", "contact_id"]
_OF_CAMPAIGN = only_where("campaign_id IS NOT NULL")
_HELD = only_where("state = 'held' AND campaign_id IS NOT NULL")


def upgrade() -> None:
    for name in ("campaign_id", "occurrence_id", "version_id"):
        op.add_column("delivery", sa.Column(name, sa.BigInteger))
    op.add_column("delivery", sa.Column("step", sa.Integer))
    op.create_index("delivery_of_campaign", "delivery", _KEY, unique=True, **_OF_CAMPAIGN)
    op.create_index("delivery_of_contact", "delivery", ["contact_id", "id"], **_OF_CAMPAIGN)
    op.create_index("delivery_held", "delivery", ["due_at", "id"], **_HELD)
    for name in ("campaign_id", "campaign_message_id", "campaign_until"):
        op.add_column("conversation", sa.Column(name, sa.BigInteger))
