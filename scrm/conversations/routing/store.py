"""SQL of giving many at once: a batch costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation
from scrm.conversations.values import ConversationState
from scrm.kernel.rows import update_rows
from scrm.kernel.sets import is_any, table_of

_KNOWN = ("id", "contact_id", "team_id", "assignee_id", "bot_silence", "next_seq")
_SET = ("team_id", "assignee_id", "bot_silence", "next_seq")


@dataclass(slots=True)
class Place:
    """A conversation, and whose it is."""

    id: int
    contact_id: int
    team_id: int | None
    assignee_id: int | None
    bot_silence: str
    next_seq: int


def free(session: Session, ids: Iterable[int], contact_ids: Iterable[int]) -> list[Place]:
    """Of these conversations, and of those of these people, those that are not done with and that no
    colleague holds; locked against others until the commit."""
    question = (
        select(*(getattr(Conversation, name) for name in _KNOWN))
        .where(
            or_(
                is_any(session, col(Conversation.id), ids),
                is_any(session, col(Conversation.contact_id), contact_ids),
            ),
            col(Conversation.state) != ConversationState.RESOLVED,
            col(Conversation.assignee_id).is_(None),
        )
        .order_by(col(Conversation.id))
        .with_for_update()
    )
    return [Place(*row) for row in session.execute(question)]


def keep(session: Session, places: Sequence[Place]) -> None:
    """What the session knew of conversations is read again."""
    rows: list[tuple[Any, ...]] = [
        (one.team_id, one.assignee_id, one.bot_silence, one.next_seq, one.id) for one in places
    ]
    update_rows(session, table_of(Conversation), _SET, rows)
    session.expire_all()
