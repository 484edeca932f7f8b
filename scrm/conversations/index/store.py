"""SQL of the message index, one question per database kind where they differ."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from scrm.conversations.index.tables import SearchCursor
from scrm.conversations.tables import Message
from scrm.kernel.terms import Terms, for_fts5, for_tsquery, indexed

NAME = "message"
SETTLED = timedelta(seconds=3)
"""On PostgreSQL ids may commit out of their order by about this much."""


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def unindexed(session: Session, limit: int, before_id: int) -> list[tuple[int, str]]:
    """The oldest messages with text that are not indexed yet."""
    done = session.get(SearchCursor, NAME)
    question = (
        select(Message.id, Message.text)
        .where(col(Message.id) > (done.message_id if done else 0), col(Message.id) < before_id)
        .order_by(col(Message.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.exec(question)]


def add(session: Session, messages: Sequence[tuple[int, str]]) -> None:
    """Index messages and move the cursor behind the last of them."""
    rows = [(one, terms) for one, said in messages if (terms := indexed(said))]
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO message_search(rowid, terms) VALUES (?, ?)"
            if _is_sqlite(session)
            else "INSERT INTO message_search(id, terms) VALUES (%s, "
            "array_to_tsvector(string_to_array(%s, ' '))) ON CONFLICT DO NOTHING",
            rows,
        )
    session.merge(SearchCursor(name=NAME, message_id=messages[-1][0]))


def replace(session: Session, message_id: int, text_now: str) -> None:
    """Index an edited message anew; one that is not indexed yet will be with its new text.

    The index itself knows what it held: what it was told once need not be worked out again, which
    another release, or another Python's tables of letters, may do otherwise.
    """
    done = session.get(SearchCursor, NAME)
    if done is None or message_id > done.message_id:
        return
    own = "rowid" if _is_sqlite(session) else "id"
    session.execute(text(f"DELETE FROM message_search WHERE {own} = :id"), {"id": message_id})  # noqa: S608
    cursor = done.message_id
    add(session, [(message_id, text_now)])
    session.merge(SearchCursor(name=NAME, message_id=cursor))


def find(session: Session, terms: Terms, before: int | None, limit: int) -> list[int]:
    """Ids of messages that hold all `terms`, the newest first."""
    return _ids(session, _matching(session), terms, before, limit)


def may_hold(session: Session, terms: Terms, limit: int) -> list[int]:
    """Ids of messages among which are all that hold `terms`: those that the index knows, and those
    that it does not know yet."""
    done = session.get(SearchCursor, NAME)
    fresh = "SELECT id FROM message WHERE id > :done ORDER BY id DESC LIMIT :limit"
    both = f"SELECT * FROM ({_matching(session)}) a UNION SELECT * FROM ({fresh}) b LIMIT :limit"  # noqa: S608
    return _ids(session, both, terms, None, limit, done=done.message_id if done else 0)


def _matching(session: Session) -> str:
    if _is_sqlite(session):
        return (
            "SELECT rowid FROM message_search WHERE message_search MATCH :terms "
            "AND rowid < :before ORDER BY rowid DESC LIMIT :limit"
        )
    return (
        "SELECT id FROM message_search WHERE terms @@ CAST(:terms AS tsquery) "
        "AND id < :before ORDER BY id DESC LIMIT :limit"
    )


def _ids(
    session: Session, sql: str, terms: Terms, before: int | None, limit: int, **more: int
) -> list[int]:
    wanted = for_fts5(terms) if _is_sqlite(session) else for_tsquery(terms)
    values = {"terms": wanted, "before": before or 2**62, "limit": limit, **more}
    return [row[0] for row in session.execute(text(sql), values)]
