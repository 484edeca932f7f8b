"""SQL of those who wait for an answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.bots.answering.values import Waiting
from scrm.bots.choosing.values import Offered, Talk
from scrm.bots.tables import BotTalk
from scrm.bots.talks import store as talks
from scrm.bots.turns.values import Turn
from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import BotSilence, ConversationState
from scrm.journal.tables import Event
from scrm.kernel.columns import document, from_micros
from scrm.kernel.sets import SetQuery

_SAID = aliased(Message)
_WAITING = SetQuery(
    lambda any_of: (
        select(
            col(Message.id),
            col(Message.text),
            col(Message.content),
            col(Message.deleted_at),
            col(Message.platform_time),
            col(Conversation.state),
            col(Conversation.bot_silence),
            col(Conversation.channel_id),
            col(Conversation.contact_id),
            col(Contact.name),
            col(Contact.locale),
            col(Channel.platform),
            col(BotTalk.has_spoken),
            col(BotTalk.in_row),
            col(BotTalk.misunderstood),
            col(BotTalk.menu),
            col(_SAID.text),
        )
        .select_from(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .outerjoin(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .outerjoin(_SAID, col(_SAID.id) == col(BotTalk.said_id))
        .where(any_of(col(Message.id)))
        .order_by(col(Message.id))
    ),
    int,
)
_TIMES = SetQuery(
    lambda any_of: select(col(Event.id), col(Event.at)).where(any_of(col(Event.id))), int
)


class _Row(NamedTuple):
    """As the driver gives it; what is of a talk is None where there was none."""

    message_id: int
    text: str
    content: Any
    deleted_at: int | None
    platform_time: int
    state: str
    bot_silence: str
    channel_id: int
    contact_id: int
    contact_name: str
    locale: str
    platform: str
    has_spoken: bool | None
    in_row: int | None
    misunderstood: int | None
    menu: Any
    said: str | None


def waiting(session: Session, turns: Sequence[Turn]) -> list[Waiting]:
    """Whoever still waits for an answer, in the order of the turns."""
    session.flush()  # for it goes to the driver, behind the session's back
    by_message = {one.message_id: one for one in turns}
    rows = [_Row(*row) for row in _WAITING.rows(session, by_message)]
    times = dict(_TIMES.rows(session, [one.event_id for one in turns]))
    recent = talks.recent(session, {row.contact_id for row in rows})
    return [
        _waiting(
            row,
            turn := by_message[row.message_id],
            from_micros(times.get(turn.event_id, row.platform_time)),
            recent.get(row.contact_id, ()),
        )
        for row in rows
    ]


def _waiting(row: _Row, turn: Turn, at: datetime, recent: tuple[datetime, ...]) -> Waiting:
    is_done = row.state == ConversationState.RESOLVED
    goes = Talk(recent=recent)
    if row.in_row is not None:
        goes = Talk(bool(row.has_spoken), row.in_row, row.misunderstood or 0, recent)
    return Waiting(
        turn=turn,
        contact_id=row.contact_id,
        contact_name=row.contact_name,
        locale=row.locale,
        channel_id=row.channel_id,
        platform=row.platform,
        is_silent=is_done or row.bot_silence != BotSilence.NONE,
        text=row.text,
        content=document(row.content),
        at=at,
        is_deleted=row.deleted_at is not None,
        said=row.said or "",
        menu=tuple(Offered(*one) for one in document(row.menu) or ()),
        talk=goes,
    )
