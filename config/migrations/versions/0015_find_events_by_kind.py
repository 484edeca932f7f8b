"""find events by kind.

To whom something happened lately is read off this index alone, in the order of time."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("event_of_kind", "event", ["kind", "at", "contact_id"])
