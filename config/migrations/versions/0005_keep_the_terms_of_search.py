"""keep the terms of search.

On SQLite an index without its contents had to be told what it forgets, and was corrupted by terms
that it had never held. This one keeps them, and cuts them at spaces and nowhere else, whatever
letters SQLite knows. A hub fills it anew behind this; until then search finds what it has."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE message_search")
    op.execute(
        "CREATE VIRTUAL TABLE message_search USING fts5(terms, detail=none, columnsize=0, "
        "tokenize='ascii')"
    )
    op.execute("DELETE FROM search_cursor WHERE name = 'message'")
    op.execute("DROP TABLE contact_search")
    op.execute(
        "CREATE VIRTUAL TABLE contact_search USING fts5(terms, prefix='1 2 3', detail=none, "
        "columnsize=0, tokenize='ascii')"
    )
