"""SQL of turns."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Executable,
    Integer,
    bindparam,
    case,
    delete,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.bots.answering.values import Turn, Waiting
from scrm.bots.choosing.values import Offered, Talk
from scrm.bots.tables import BotTalk, BotTurn
from scrm.bots.talks import store as talks
from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind, BotSilence, ConversationState, Direction
from scrm.journal.tables import Event
from scrm.kernel.columns import Instant, document, from_micros, micros
from scrm.kernel.sets import Insert, SetQuery, SetWrite, insert_for, table_of


def _speaking() -> SetQuery:
    """A message of which only an edit is known was written long ago."""
    is_edit = (col(Message.edited_at).is_not(None)) & (col(Message.versions) == 0)
    return SetQuery(
        lambda any_of: (
            select(
                col(Conversation.id),
                col(Event.id),
                col(Message.id),
                col(Event.depth),
                col(Event.at),
            )
            .select_from(Event)
            .join(Message, col(Message.id) == col(Event.message_id))
            .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
            .outerjoin(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
            .where(
                any_of(col(Event.id)),
                col(Conversation.bot_silence) == BotSilence.NONE,
                col(Message.direction) == Direction.IN,
                col(Message.author_kind) == AuthorKind.CONTACT,
                ~is_edit,
                or_(col(BotTalk.event_id).is_(None), col(BotTalk.event_id) < col(Event.id)),
            )
            .order_by(col(Event.id))
        ),
        int,
    )


_SPEAKING = _speaking()


def speaking(session: Session, event_ids: Iterable[int]) -> list[Turn]:
    """Of these events the messages that a bot may answer, the oldest first: of people, in
    conversations that are left to it, and none that it has dealt with."""
    session.flush()  # for it goes to the driver, behind the session's back
    rows = _SPEAKING.rows(session, event_ids)
    return [Turn._make((*row[:4], from_micros(row[4]), 0)) for row in rows]


def _turned(insert: Insert) -> Executable:
    given = insert.excluded
    due = type_coerce(given.due_at, BigInteger())
    patience = bindparam("patience", type_=BigInteger())
    patient = type_coerce(col(BotTurn.since), BigInteger()) + patience
    return insert.on_conflict_do_update(
        index_elements=["conversation_id"],
        set_={
            "event_id": given.event_id,
            "message_id": given.message_id,
            "depth": given.depth,
            "due_at": case((due < patient, due), else_=patient),
            "tries": given.tries,
        },
        where=col(BotTurn.event_id) < given.event_id,
    )


_TURN = ("conversation_id", "event_id", "message_id", "depth", "since", "tries", "due_at")
_PUT = SetWrite(BotTurn, _TURN, _turned)


def put(
    session: Session, turns: Iterable[Turn], now: datetime, due_at: datetime, latest: datetime
) -> None:
    """It is the bot's turn in these; who writes on puts it off, until `latest` at most counted from
    when they began."""
    wanted = {one.conversation_id: one for one in turns}
    began, due = micros(now), micros(due_at)
    rows = [(*one[:4], began, 0, due) for one in wanted.values()]
    _PUT.run(session, rows, patience=micros(latest) - began)


def put_back(session: Session, turn: Turn, due_at: datetime) -> None:
    """It was not to be done now; what came meanwhile has its own turn."""
    values = turn._asdict() | {"due_at": due_at, "tries": turn.tries + 1}
    session.execute(
        insert_for(session, BotTurn)
        .values(values)
        .on_conflict_do_nothing(index_elements=["conversation_id"])
    )


def next_due(session: Session) -> datetime | None:
    question = select(col(BotTurn.due_at)).order_by(col(BotTurn.due_at)).limit(1)
    return session.execute(question).scalar_one_or_none()


_DUE = (
    select(col(BotTurn.conversation_id))
    .where(col(BotTurn.due_at) <= bindparam("now", type_=Instant()))
    .order_by(col(BotTurn.due_at))
    .limit(bindparam("most", type_=Integer()))
)
_HELD = SetQuery(
    lambda any_of: (
        select(col(Conversation.id))
        .where(any_of(col(Conversation.id)))
        .order_by(col(Conversation.id))
        .with_for_update()
    ),
    int,
)
_TAKEN = SetQuery(
    lambda any_of: (
        delete(table_of(BotTurn))
        .where(
            any_of(col(BotTurn.conversation_id)),
            col(BotTurn.due_at) <= bindparam("now", type_=BigInteger()),
        )
        .returning(*(col(getattr(BotTurn, name)) for name in Turn._fields))
    ),
    int,
)


def claim(session: Session, now: datetime, limit: int) -> list[Turn]:
    """Take what is due. Conversations are locked before turns, as whoever receives a message does."""
    ids = list(session.scalars(_DUE, {"now": now, "most": limit}))
    _HELD.rows(session, ids)
    taken = _TAKEN.rows(session, ids, now=micros(now))
    turns = [Turn._make((*row[:4], from_micros(row[4]), row[5])) for row in taken]
    return sorted(turns, key=lambda one: one.event_id)


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
