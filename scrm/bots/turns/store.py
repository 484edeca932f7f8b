"""SQL of the bot's turns."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Executable,
    Integer,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    type_coerce,
)
from sqlmodel import Session, col

from scrm.bots.tables import BotTalk, BotTurn
from scrm.bots.turns.values import Turn
from scrm.channels.tables import Channel
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind, BotSilence, Direction
from scrm.journal.tables import Event
from scrm.kernel.columns import Instant, from_micros, micros
from scrm.kernel.sets import Insert, SetQuery, SetWrite, insert_for, table_of


def _speaking() -> SetQuery:
    """A message of which only an edit is known was written long ago."""
    is_edit = (col(Message.edited_at).is_not(None)) & (col(Message.versions) == 0)
    return SetQuery(
        lambda any_of: (
            select(
                col(Conversation.id),
                col(Conversation.channel_id),
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
    return [Turn._make((*row[:5], from_micros(row[5]), 0)) for row in rows]


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


_TURN = (*Turn._fields, "due_at")
_PUT = SetWrite(BotTurn, _TURN, _turned)


def put(
    session: Session, turns: Iterable[Turn], now: datetime, due_at: datetime, latest: datetime
) -> None:
    """It is the bot's turn in these; who writes on puts it off, until `latest` at most counted from
    when they began."""
    wanted = {one.conversation_id: one for one in turns}
    began, due = micros(now), micros(due_at)
    rows = [(*one[:5], began, 0, due) for one in wanted.values()]
    _PUT.run(session, rows, patience=micros(latest) - began)


def put_back(session: Session, turn: Turn, due_at: datetime) -> None:
    """It was not to be done now; what came meanwhile has its own turn."""
    values = turn._asdict() | {"due_at": due_at, "tries": turn.tries + 1}
    session.execute(
        insert_for(session, BotTurn)
        .values(values)
        .on_conflict_do_nothing(index_elements=["conversation_id"])
    )


_NEXT = select(
    col(Channel.id),
    select(func.min(col(BotTurn.due_at)))
    .where(col(BotTurn.channel_id) == col(Channel.id))
    .scalar_subquery(),
)


def next_due(session: Session) -> dict[int, datetime]:
    """When the bot's next turn is, by channel."""
    return {channel_id: at for channel_id, at in session.execute(_NEXT) if at is not None}


_DUE = (
    select(col(BotTurn.conversation_id))
    .where(
        col(BotTurn.channel_id) == bindparam("on_channel", type_=BigInteger()),
        col(BotTurn.due_at) <= bindparam("now", type_=Instant()),
    )
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


def due(session: Session, channel_id: int, now: datetime, limit: int) -> list[int]:
    """Conversations whose turn has come, those that have waited longest."""
    return list(session.scalars(_DUE, {"on_channel": channel_id, "now": now, "most": limit}))


def take(session: Session, conversation_ids: Sequence[int], now: datetime) -> list[Turn]:
    """Out of the queue. Conversations are locked before turns, as whoever receives a message does."""
    _HELD.rows(session, conversation_ids)
    taken = _TAKEN.rows(session, conversation_ids, now=micros(now))
    return [Turn._make((*row[:5], from_micros(row[5]), row[6])) for row in taken]
