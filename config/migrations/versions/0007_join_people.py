"""join people.

A person keeps the contact that they are joined into; an address and a contact point that moved
keep the contact that they came from. Each joining is a row, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import Instant, Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("joined_into", sa.BigInteger(), nullable=True))
    joined = sa.text("joined_into IS NOT NULL")
    op.create_index(
        "contact_joined",
        "contact",
        ["joined_into"],
        sqlite_where=joined,
        postgresql_where=joined,
    )
    op.add_column("identity", sa.Column("home_id", sa.BigInteger(), nullable=True))
    op.add_column("contact_point", sa.Column("home_id", sa.BigInteger(), nullable=True))
    create_joining()


def create_joining() -> None:
    op.create_table(
        "joining",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survivor_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("identities", Json(), nullable=False),
        sa.Column("points", Json(), nullable=False),
        sa.Column("evidence", Json(), nullable=False),
        sa.Column("taken", Json(), nullable=False),
        sa.Column("by", Json(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", Json(), nullable=False),
        sa.ForeignKeyConstraint(["survivor_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    live = sa.text("undone_at IS NULL")
    op.create_index(
        "joining_live",
        "joining",
        ["other_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("joining_of_survivor", "joining", ["survivor_id"])
    op.create_index("joining_of_other", "joining", ["other_id"])
