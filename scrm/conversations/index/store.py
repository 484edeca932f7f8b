"""SQL of the message index, one question per database kind where they differ."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import orjson
from sqlalchemy import case, func, text
from sqlmodel import Session, col, select

from scrm.conversations.index.tables import SearchCursor
from scrm.conversations.tables import Message
from scrm.kernel.terms import Terms, for_fts5, for_tsquery, indexed

NAME = "message"
SETTLED = timedelta(seconds=3)
"""On PostgreSQL ids may commit out of their order by about this much."""
LOCK = 0x696E646578
"""The advisory lock of the indexes: "index"."""
FORGOTTEN = "forgotten"
"""The cursor that stands while terms of what was erased may still lie in the index files."""
_PAGES = 500
_MERGED = 2
"""So many changes of an index say that there was something to merge; one is the asking."""
_THESE = {
    "sqlite": "rowid IN (SELECT value FROM json_each(:ids))",
    "postgresql": "id IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:ids AS json)))",
}


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def unindexed(session: Session, limit: int, before_id: int) -> list[tuple[int, str]]:
    """The oldest messages with text that are not indexed yet. What campaigns write is not searched
    for: it is the same text for everybody, under ids older than the moment at which it goes."""
    done = session.get(SearchCursor, NAME)
    words = case((col(Message.campaign_id).is_(None), col(Message.text)), else_="")
    question = (
        select(Message.id, words)
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


def hold(session: Session) -> None:
    """Until this transaction ends nobody else indexes: what is erased now is not indexed beside it.
    SQLite has one writer."""
    if not _is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def forget(session: Session, message_ids: Collection[int]) -> None:
    """Nobody finds these any more. FTS5 only notes that rows are gone, and keeps their terms until
    it merges the parts of its index: `merge` has it do so."""
    condition = _THESE[session.get_bind().dialect.name]
    ids = orjson.dumps(list(message_ids)).decode()
    session.execute(text(f"DELETE FROM message_search WHERE {condition}"), {"ids": ids})  # noqa: S608
    if _is_sqlite(session):
        session.merge(SearchCursor(name=FORGOTTEN, message_id=0))


def holds_forgotten(session: Session) -> bool:
    return session.get(SearchCursor, FORGOTTEN) is not None


def merge(session: Session) -> bool:
    """Rewrite a piece of the indexes without what is gone from them; False where nothing is left
    to do. The first piece begins anew (a negative number of pages), the others go on."""
    note = session.get(SearchCursor, FORGOTTEN)
    if note is None:
        return False
    pages = -_PAGES if note.message_id == 0 else _PAGES
    changes = [_merged(session, name, pages) for name in ("message_search", "contact_search")]
    if note.message_id > 0 and max(changes) < _MERGED:
        session.delete(note)
    else:
        note.message_id += 1
        session.add(note)
    return True


def _merged(session: Session, index: str, pages: int) -> int:
    """How many changes it took."""
    driver = session.connection().connection.driver_connection
    before: int = getattr(driver, "total_changes", 0)
    session.execute(text(f"INSERT INTO {index}({index}, rank) VALUES ('merge', {pages})"))  # noqa: S608
    return int(getattr(driver, "total_changes", 0)) - before


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
