"""remember lessons.

What each sentence has taught the bot's draft, so that nothing else is taken back.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Json

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bot_missed", sa.Column("lessons", Json, nullable=False, server_default="[]"))
