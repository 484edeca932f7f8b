"""SQL for appending in sets: a batch costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import ConversationState
from scrm.kernel.columns import micros
from scrm.kernel.sets import insert_rows, is_any, table_of, update_rows

_NEW_CONVERSATION = (
    "id",
    "identity_id",
    "channel_id",
    "contact_id",
    "thread_key",
    "created_at",
)
_MOVING = (
    "state",
    "waiting_since",
    "snoozed_until",
    "resolved_at",
    "resolve_reason",
    "last_message_id",
    "last_text",
    "last_direction",
    "last_author",
    "last_at",
    "last_inbound_at",
    "next_seq",
    "in_count",
)
_MESSAGE = (
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
)


@dataclass(slots=True)
class Thread:
    """A conversation's row while a batch is appended to it; all that moves is written once."""

    id: int
    identity_id: int
    channel_id: int
    contact_id: int
    thread_key: str
    is_new: bool
    state: str
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    resolve_reason: str
    last_message_id: int | None
    last_text: str
    last_direction: str
    last_author: str
    last_at: datetime
    last_inbound_at: datetime | None
    next_seq: int
    in_count: int

    def moving(self) -> tuple[Any, ...]:
        return (
            self.state,
            _micros(self.waiting_since),
            _micros(self.snoozed_until),
            _micros(self.resolved_at),
            self.resolve_reason,
            self.last_message_id,
            self.last_text,
            self.last_direction,
            self.last_author,
            micros(self.last_at),
            _micros(self.last_inbound_at),
            self.next_seq,
            self.in_count,
        )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def threads_of(
    session: Session, identity_ids: Iterable[int], *, resolved: bool
) -> dict[tuple[int, str], Thread]:
    """The live conversations of these identities, or the newest resolved ones; rows are locked."""
    wanted = list(identity_ids)
    if not wanted:
        return {}
    is_resolved = col(Conversation.state) == ConversationState.RESOLVED
    question = (
        select(Conversation)
        .where(is_any(session, col(Conversation.identity_id), wanted))
        .where(is_resolved if resolved else ~is_resolved)
        .order_by(col(Conversation.id))
        .with_for_update()
    )
    return {(row.identity_id, row.thread_key): _thread(row) for row in session.exec(question).all()}


def _thread(row: Conversation) -> Thread:
    return Thread(
        id=row.id,
        identity_id=row.identity_id,
        channel_id=row.channel_id,
        contact_id=row.contact_id,
        thread_key=row.thread_key,
        is_new=False,
        state=row.state,
        waiting_since=row.waiting_since,
        snoozed_until=row.snoozed_until,
        resolved_at=row.resolved_at,
        resolve_reason=row.resolve_reason,
        last_message_id=row.last_message_id,
        last_text=row.last_text,
        last_direction=row.last_direction,
        last_author=row.last_author,
        last_at=row.last_at,
        last_inbound_at=row.last_inbound_at,
        next_seq=row.next_seq,
        in_count=row.in_count,
    )


def save(session: Session, threads: Iterable[Thread], now: datetime) -> None:
    """Write each conversation once: new ones whole, known ones where they moved."""
    made, moved = [], []
    created = micros(now)
    for thread in threads:
        if thread.is_new:
            whose = (thread.id, thread.identity_id, thread.channel_id, thread.contact_id)
            made.append((*whose, thread.thread_key, created, *thread.moving()))
        else:
            moved.append((*thread.moving(), thread.id))
    table = table_of(Conversation)
    insert_rows(session, table, _NEW_CONVERSATION + _MOVING, made)
    update_rows(session, table, _MOVING, moved)


def add_messages(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Raises IntegrityError where a message with the same external id is there already."""
    insert_rows(session, table_of(Message), _MESSAGE, rows)
