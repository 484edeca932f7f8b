"""pace the bot.

A turn knows its channel, so that the bot answers no further ahead than each channel sends.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_CHANNEL = """
UPDATE bot_turn SET channel_id =
(SELECT channel_id FROM conversation WHERE conversation.id = bot_turn.conversation_id)
"""


def upgrade() -> None:
    op.drop_index("bot_turn_due", "bot_turn")
    op.add_column("bot_turn", sa.Column("channel_id", sa.BigInteger))
    op.execute(_CHANNEL)
    with op.batch_alter_table("bot_turn") as table:
        table.alter_column("channel_id", existing_type=sa.BigInteger, nullable=False)
    op.create_index("bot_turn_due", "bot_turn", ["channel_id", "due_at"])
