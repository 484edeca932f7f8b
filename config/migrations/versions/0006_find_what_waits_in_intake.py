"""find what waits in intake.

The oldest events that wait are claimed by their id; without an index of their own each claim read
all that were ever done with."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = text("state = 'kept'")
    op.create_index(
        "intake_event_waiting",
        "intake_event",
        ["id"],
        sqlite_where=kept,
        postgresql_where=kept,
    )
