"""make teams.

Groups of colleagues, and the lists of what is theirs.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, only_where

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("archived_at", Instant),
    )
    op.create_index(
        "team_name", "team", ["folded"], unique=True, **only_where("archived_at IS NULL")
    )
    op.create_table(
        "team_member",
        sa.Column(
            "team_id",
            sa.BigInteger,
            sa.ForeignKey("team.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "user_id",
            sa.BigInteger,
            sa.ForeignKey("staff_user.id"),
            primary_key=True,
            autoincrement=False,
        ),
    )
    op.create_index("team_member_user", "team_member", ["user_id"])
    place = ["team_id", "last_at", "id"]
    live = only_where("team_id IS NOT NULL AND state <> 'resolved'")
    op.create_index("conversation_of_team", "conversation", place, **live)
    done = only_where("team_id IS NOT NULL AND state = 'resolved'")
    op.create_index("conversation_resolved_of_team", "conversation", place, **done)
