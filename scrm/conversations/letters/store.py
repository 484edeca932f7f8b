"""SQL of letters: a batch costs a fixed number of statements."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.kernel.rows import update_rows
from scrm.kernel.sets import SetQuery, table_of

_LAST = ("last_message_id", "last_text", "last_direction", "last_author", "last_at")
ANSWERED = (
    *("next_seq", "state", "waiting_since", "snoozed_until", "resolved_at", "resolve_reason"),
    *_LAST,
    "campaign_until",
)
SAID = ("next_seq", *_LAST)
"""By what answers nobody."""


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


_OWN = [getattr(Conversation, name) for name in Addressed._fields[:7]]
_ADDRESSED = SetQuery(
    lambda any_of: (
        select(*_OWN, col(Identity.external_id), col(Channel.state))
        .select_from(Conversation)
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .where(any_of(col(Conversation.id)))
        .order_by(col(Conversation.id))
        .with_for_update(of=Conversation)
    ),
    int,
)


def addressed(session: Session, conversation_ids: Iterable[int]) -> dict[int, Addressed]:
    """Held until the commit."""
    session.flush()  # for it goes to the driver, behind the session's back
    rows = _ADDRESSED.rows(session, conversation_ids)
    return {row[0]: Addressed._make(row) for row in rows}


def move(session: Session, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set `columns`; the id comes last. What the session knew of conversations is read again."""
    update_rows(session, table_of(Conversation), columns, rows)
    session.expire_all()
