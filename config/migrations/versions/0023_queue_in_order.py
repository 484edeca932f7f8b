"""queue in order.

The outbox's index holds all by which the next of a lane are found, so that none are sorted; that of a
person's history holds the kinds, by which they are counted.
"""

from alembic import op

from scrm.kernel.columns import only_where

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("delivery_due", "delivery")
    op.create_index(
        "delivery_due",
        "delivery",
        ["channel_id", "lane", "due_at", "message_id", "part"],
        **only_where("state = 'queued'"),
    )
    op.drop_index("event_of_contact", "event")
    op.create_index("event_of_contact", "event", ["contact_id", "at", "id", "kind"])
