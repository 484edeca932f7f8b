"""SQL of letters: a batch costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.kernel.sets import is_any, table_of, update_rows

MOVING = (
    *("next_seq", "state", "waiting_since", "snoozed_until", "resolved_at", "resolve_reason"),
    *("last_message_id", "last_text", "last_direction", "last_author", "last_at"),
)


class Addressed(NamedTuple):
    """A conversation and whoever it is with."""

    id: int
    identity_id: int
    channel_id: int
    contact_id: int
    thread_key: str
    state: str
    next_seq: int
    recipient: str
    channel_state: str


def addressed(session: Session, conversation_ids: Iterable[int]) -> dict[int, Addressed]:
    """Held until the commit."""
    own = (getattr(Conversation, name) for name in Addressed._fields[:7])
    question = (
        select(*own, col(Identity.external_id), col(Channel.state))
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .where(is_any(session, col(Conversation.id), conversation_ids))
        .order_by(col(Conversation.id))
        .with_for_update(of=Conversation)
    )
    return {row[0]: Addressed._make(row) for row in session.execute(question)}


def move(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Set MOVING; the id comes last. What the session knew of conversations is read again."""
    update_rows(session, table_of(Conversation), MOVING, rows)
    session.expire_all()
