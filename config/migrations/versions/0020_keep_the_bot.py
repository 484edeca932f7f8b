"""keep the bot.

Its versions, whose turn it is, how its talks go, and what it did not understand. In conversations in
which colleagues write already it is silent.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Id, Instant, Json

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BETWEEN_PEOPLE = (
    "UPDATE conversation SET bot_silence = 'answered' WHERE state <> 'resolved' AND EXISTS ("
    "SELECT 1 FROM message WHERE message.conversation_id = conversation.id "
    "AND message.direction = 'out' AND message.author_kind IN ('user', 'token'))"
)


def upgrade() -> None:
    op.add_column(
        "conversation", sa.Column("bot_silence", sa.Text, nullable=False, server_default="")
    )
    op.execute(_BETWEEN_PEOPLE)
    op.create_table(
        "bot",
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'live', 'paused')", name="state_known"),
    )
    op.create_table(
        "bot_version",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("definition", Json, nullable=False),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("published_by", Json, nullable=False),
    )
    op.create_table(
        "bot_turn",
        _conversation(),
        sa.Column("event_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index("bot_turn_due", "bot_turn", ["due_at"])
    op.create_table(
        "bot_talk",
        _conversation(),
        sa.Column("event_id", sa.BigInteger, nullable=False),
        sa.Column("has_spoken", sa.Boolean, nullable=False),
        sa.Column("in_row", sa.Integer, nullable=False),
        sa.Column("misunderstood", sa.Integer, nullable=False),
        sa.Column("said_id", sa.BigInteger),
        sa.Column("menu", Json, nullable=False),
        sa.Column("recent", Json, nullable=False),
    )
    op.create_table(
        "bot_missed",
        sa.Column("id", Id, primary_key=True),
        sa.Column(
            "conversation_id", sa.BigInteger, sa.ForeignKey("conversation.id"), nullable=False
        ),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("bot_missed_once", "bot_missed", ["conversation_id", "key"], unique=True)
    op.create_index("bot_missed_key", "bot_missed", ["key"])
    op.create_table(
        "bot_count",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("responder", sa.Text, primary_key=True),
        sa.Column("outcome", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )


def _conversation() -> sa.Column[int]:
    key = sa.ForeignKey("conversation.id")
    return sa.Column("conversation_id", sa.BigInteger, key, primary_key=True, autoincrement=False)
