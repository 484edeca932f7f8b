"""resume mergings.

Into which tag one is being merged, until nobody has it any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tag", sa.Column("merging_into", sa.BigInteger))
