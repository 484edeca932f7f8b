"""SQL of what campaigns write: a set costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation, Message
from scrm.kernel.rows import insert_rows, update_rows
from scrm.kernel.sets import SetQuery, table_of

MESSAGE = (
    *("id", "conversation_id", "seq", "direction", "author_kind", "author_id", "author_name"),
    *("text", "content", "external_id", "campaign_id", "platform_time", "created_at"),
)
MOVING = ("next_seq", "campaign_id", "campaign_message_id", "campaign_until")

_THERE = SetQuery(lambda any_of: select(col(Message.id)).where(any_of(col(Message.id))), int)


def there(session: Session, message_ids: Iterable[int]) -> set[int]:
    """Those of these messages that are written already."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0] for row in _THERE.rows(session, message_ids)}


def move(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Set MOVING of conversations; the id comes last."""
    update_rows(session, table_of(Conversation), MOVING, rows)


def add(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    insert_rows(session, table_of(Message), MESSAGE, rows)
