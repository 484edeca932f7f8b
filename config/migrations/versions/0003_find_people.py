"""find people by index.

An expand. Both are filled behind this by the hub's indexing; until then lists look at rows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "renamed_contact",
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
        ),
        sa.PrimaryKeyConstraint("contact_id"),
    )
    create_search()


def create_search() -> None:
    """The people's index, which no model describes: each kind of database has its own form."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE contact_search USING fts5(terms, prefix='1 2 3', detail=none, "
            "columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.execute("CREATE TABLE contact_search (id BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX contact_search_terms ON contact_search USING gin (terms)")
