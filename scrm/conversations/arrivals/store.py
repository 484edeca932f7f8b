"""SQL for appending in sets: a batch costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation, Message
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.rows import insert_rows, update_rows
from scrm.kernel.sets import SetQuery, table_of

_KEPT = ("id", "identity_id", "channel_id", "contact_id", "thread_key")
_OF_CAMPAIGN = ("campaign_id", "campaign_message_id")
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
    "campaign_until",
)
_COLUMNS = (*_KEPT, *_OF_CAMPAIGN, *_MOVING)
_TIMES = tuple(name for name in _MOVING if name.endswith(("_at", "_since", "_until")))
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
    """A conversation's row while a batch is appended to it; all that moves is written once. `before`
    a new one is the past one that it goes on from, where there is one."""

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
    campaign_id: int | None = None
    campaign_message_id: int | None = None
    campaign_until: datetime | None = None
    before: "Thread | None" = None

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
            _micros(self.campaign_until),
        )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _threads(condition: str) -> SetQuery:
    """The state is a constant in the statement: a partial index serves no bound parameter."""
    columns = [getattr(Conversation, name) for name in _COLUMNS]
    return SetQuery(
        lambda any_of: (
            select(*map(col, columns))
            .where(any_of(col(Conversation.identity_id)), text(condition))
            .order_by(col(Conversation.id))
            .with_for_update()
        ),
        int,
    )


_LIVE = _threads("state <> 'resolved'")
_PAST = _threads("state = 'resolved'")


def threads_of(
    session: Session, identity_ids: Iterable[int], *, resolved: bool
) -> dict[tuple[int, str], Thread]:
    """The live conversations of these identities, or the newest resolved ones; rows are locked."""
    rows = (_PAST if resolved else _LIVE).rows(session, identity_ids)
    return {(row[1], row[4]): _thread(row) for row in rows}


def _thread(row: Sequence[Any]) -> Thread:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in _TIMES:
        if values[name] is not None:
            values[name] = from_micros(values[name])
    return Thread(is_new=False, **values)


def save(session: Session, threads: Iterable[Thread], now: datetime) -> None:
    """Write each conversation once: new ones whole, known ones where they moved."""
    made, moved = [], []
    created = micros(now)
    for thread in threads:
        if thread.is_new:
            whose = (thread.id, thread.identity_id, thread.channel_id, thread.contact_id)
            of = (thread.campaign_id, thread.campaign_message_id)
            made.append((*whose, thread.thread_key, *of, created, *thread.moving()))
        else:
            moved.append((*thread.moving(), thread.id))
    table = table_of(Conversation)
    insert_rows(session, table, (*_KEPT, *_OF_CAMPAIGN, "created_at", *_MOVING), made)
    update_rows(session, table, _MOVING, moved)


def add_messages(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Raises IntegrityError where a message with the same external id is there already."""
    insert_rows(session, table_of(Message), _MESSAGE, rows)
