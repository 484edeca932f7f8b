"""keep faces.

The pictures of colleagues, which customers see beside an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_user", sa.Column("photo", sa.Text(), server_default="", nullable=False))
