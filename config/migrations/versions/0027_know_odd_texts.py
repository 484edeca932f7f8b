"""know odd texts.

Texts that have to be read to know which words are in them are found by an index, so that of all
others the database itself may be asked; and the events of a message are found by its id.
"""

import sqlalchemy as sa
from alembic import op

from scrm.kernel.columns import only_where

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_CLASS = (
    "\t-~\u0400-\u0482\u2018-\u2027\u3001-\u3029\u303b-\u3098\u309d-\u30ff\u3400-\u9fff"
    "\uac00-\ud7a3\uff01\uff08-\uff09\uff0c\uff1a-\uff1b\uff1f\U0001f300-\U0001faff"
)
_OWN = "name || stage || locale || zone"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    odd = _odd_for_sqlite if is_sqlite else _odd_for_postgres
    written = "attributes" if is_sqlite else "CAST(attributes AS TEXT)"
    marks = (
        r"instr(attributes, '[') > 0 OR instr(attributes, '\u') > 0"
        if is_sqlite
        else "strpos(CAST(attributes AS TEXT), '[') > 0"
    )
    op.execute(f"CREATE INDEX message_odd ON message (id) WHERE {odd('text')}")
    op.execute(f"CREATE INDEX contact_odd ON contact (id) WHERE {odd(_OWN)}")
    op.execute(f"CREATE INDEX contact_said_oddly ON contact (id) WHERE {odd(written)} OR {marks}")
    op.add_column("event", sa.Column("message_id", sa.BigInteger))
    op.execute(_NAME_MESSAGES_SQLITE if is_sqlite else _NAME_MESSAGES_POSTGRES)
    op.create_index(
        "event_of_message", "event", ["message_id"], **only_where("message_id IS NOT NULL")
    )


def _odd_for_sqlite(text: str) -> str:
    return f"({text} GLOB '*[^\t-~]*') AND ({text} GLOB '*[^{_CLASS}]*') OR length({text}) > 20000"


def _odd_for_postgres(text: str) -> str:
    return f"({text} ~ '[^{_CLASS}]') OR length({text}) > 20000"


_NAME_MESSAGES_SQLITE = """
UPDATE event SET message_id = CAST(data ->> '$.message_id' AS INTEGER)
WHERE CAST(data ->> '$.message_id' AS TEXT) <> ''
AND NOT CAST(data ->> '$.message_id' AS TEXT) GLOB '*[^0-9]*'
"""
_NAME_MESSAGES_POSTGRES = """
UPDATE event SET message_id = CAST(data ->> 'message_id' AS bigint)
WHERE data ->> 'message_id' ~ '^([0-9]{1,18}|[0-8][0-9]{18})$'
"""
