"""SQL of appending history in sets."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from scrm.conversations.history.values import Entry
from scrm.conversations.tables import Message
from scrm.kernel.columns import micros, plain
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import SetQuery, table_of

_COLUMNS = (
    "id",
    "conversation_id",
    "seq",
    "direction",
    "author_kind",
    "author_id",
    "author_name",
    "text",
    "content",
    "external_id",
    "platform_time",
    "created_at",
    "edited_at",
    "deleted_at",
)

_KNOWN = SetQuery(
    lambda any_of: select(col(Message.external_id)).where(
        col(Message.conversation_id) == bindparam("conversation_id"),
        any_of(col(Message.external_id)),
    ),
    str,
)


def known(session: Session, conversation_id: int, keys: Iterable[str]) -> set[str]:
    """Those of `keys` that the thread holds already."""
    return {row[0] for row in _KNOWN.rows(session, keys, conversation_id=conversation_id)}


def add(
    session: Session, conversation_id: int, first_seq: int, entries: Sequence[Entry], now: datetime
) -> None:
    """Insert `entries`, numbered from `first_seq`."""
    created = micros(now)
    rows = [
        _row(conversation_id, seq, entry, created) for seq, entry in enumerate(entries, first_seq)
    ]
    insert_rows(session, table_of(Message), _COLUMNS, rows)


def _row(conversation_id: int, seq: int, entry: Entry, created: int) -> tuple[Any, ...]:
    """When it was edited or deleted nobody knows: the message's own time stands for it."""
    at = micros(entry.at)
    return (
        entry.id,
        conversation_id,
        seq,
        entry.direction,
        entry.author_kind,
        entry.author_id,
        entry.author_name,
        entry.text,
        plain(entry.content) if entry.content else "{}",
        entry.key,
        at,
        created,
        at if entry.edited else None,
        at if entry.deleted else None,
    )
