"""SQL of turns and of the talks that they go on with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, case, delete, or_, select, type_coerce, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.bots.answering.values import Turn, Waiting
from scrm.bots.choosing.values import Offered, Talk
from scrm.bots.tables import BotTalk, BotTurn
from scrm.channels.tables import Channel
from scrm.conditions.documents.store import id_of
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind, BotSilence, ConversationState, Direction
from scrm.journal.tables import Event
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.sets import insert_for, is_any, session_dialect, table_of


def speaking(session: Session, event_ids: Iterable[int]) -> list[Turn]:
    """Of these events the messages that a bot may answer, the oldest first: of people, in
    conversations that are left to it, and none that it has dealt with. A message of which only an
    edit is known was written long ago."""
    message_id = id_of(
        col(Event.data), "message_id", is_sqlite=session_dialect(session) == "sqlite"
    )
    is_edit = (col(Message.edited_at).is_not(None)) & (col(Message.versions) == 0)
    question = (
        select(
            col(Conversation.id), col(Event.id), col(Message.id), col(Event.depth), col(Event.at)
        )
        .select_from(Event)
        .join(Message, col(Message.id) == message_id)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .outerjoin(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .where(
            is_any(session, col(Event.id), event_ids),
            col(Conversation.bot_silence) == BotSilence.NONE,
            col(Message.direction) == Direction.IN,
            col(Message.author_kind) == AuthorKind.CONTACT,
            ~is_edit,
            or_(col(BotTalk.event_id).is_(None), col(BotTalk.event_id) < col(Event.id)),
        )
        .order_by(col(Event.id))
    )
    return [Turn(row[0], row[1], row[2], row[3], row[4], 0) for row in session.execute(question)]


def put(
    session: Session, turns: Iterable[Turn], now: datetime, due_at: datetime, latest: datetime
) -> None:
    """It is the bot's turn in these; who writes on puts it off, until `latest` at most counted from
    when they began."""
    wanted = {one.conversation_id: one for one in turns}
    rows = [
        {
            "conversation_id": one.conversation_id,
            "event_id": one.event_id,
            "message_id": one.message_id,
            "depth": one.depth,
            "since": now,
            "due_at": due_at,
            "tries": 0,
        }
        for one in wanted.values()
    ]
    insert = insert_for(session, BotTurn)
    given = insert.excluded
    due = type_coerce(given.due_at, BigInteger())
    patient = type_coerce(col(BotTurn.since), BigInteger()) + (micros(latest) - micros(now))
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={
                "event_id": given.event_id,
                "message_id": given.message_id,
                "depth": given.depth,
                "due_at": case((due < patient, due), else_=patient),
                "tries": 0,
            },
            where=col(BotTurn.event_id) < given.event_id,
        ),
        rows,
    )


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


def claim(session: Session, now: datetime, limit: int) -> list[Turn]:
    """Take what is due. Conversations are locked before turns, as whoever receives a message does."""
    due = select(col(BotTurn.conversation_id)).where(col(BotTurn.due_at) <= now)
    ids = list(session.scalars(due.order_by(col(BotTurn.due_at)).limit(limit)))
    held = select(col(Conversation.id)).where(is_any(session, col(Conversation.id), ids))
    session.execute(held.order_by(col(Conversation.id)).with_for_update()).all()
    columns = [col(getattr(BotTurn, name)) for name in Turn._fields]
    taken = session.execute(
        delete(BotTurn)
        .where(is_any(session, col(BotTurn.conversation_id), ids), col(BotTurn.due_at) <= now)
        .returning(*columns)
        .execution_options(synchronize_session=False)
    )
    return sorted((Turn(*row) for row in taken), key=lambda one: one.event_id)


def waiting(session: Session, turns: Sequence[Turn]) -> list[Waiting]:
    """Whoever still waits for an answer, in the order of the turns."""
    by_message = {one.message_id: one for one in turns}
    said = aliased(Message)
    question = (
        select(Message, Conversation, Contact, col(Channel.platform), BotTalk, col(said.text))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .outerjoin(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .outerjoin(said, col(said.id) == col(BotTalk.said_id))
        .where(is_any(session, col(Message.id), by_message))
        .order_by(col(Message.id))
    )
    rows = [_Row(*row) for row in session.execute(question)]
    times = _times(session, [one.event_id for one in turns])
    recent = _recent(session, {row.conversation.contact_id for row in rows})
    return [
        _waiting(
            row,
            turn := by_message[row.message.id],
            times.get(turn.event_id, row.message.platform_time),
            tuple(recent.get(row.conversation.contact_id, ())),
        )
        for row in rows
    ]


class _Row(NamedTuple):
    message: Message
    conversation: Conversation
    contact: Contact
    platform: str
    talk: BotTalk | None
    said: str | None


def _times(session: Session, event_ids: Iterable[int]) -> dict[int, datetime]:
    question = select(col(Event.id), col(Event.at)).where(is_any(session, col(Event.id), event_ids))
    return {row[0]: row[1] for row in session.execute(question)}


def _recent(session: Session, contact_ids: Iterable[int]) -> dict[int, list[datetime]]:
    """When the bot has written to these people last, wherever."""
    question = (
        select(col(Conversation.contact_id), col(BotTalk.recent))
        .join(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .where(is_any(session, col(Conversation.contact_id), contact_ids))
    )
    found: dict[int, set[datetime]] = {}
    for contact_id, times in session.execute(question):
        found.setdefault(contact_id, set()).update(map(from_micros, times))
    return {one: sorted(times) for one, times in found.items()}


def _waiting(row: _Row, turn: Turn, at: datetime, recent: tuple[datetime, ...]) -> Waiting:
    message, conversation, talk = row.message, row.conversation, row.talk
    is_done = conversation.state == ConversationState.RESOLVED
    goes = Talk(recent=recent)
    if talk is not None:
        goes = Talk(talk.has_spoken, talk.in_row, talk.misunderstood, recent)
    return Waiting(
        turn=turn,
        contact_id=conversation.contact_id,
        contact_name=row.contact.name,
        locale=row.contact.locale,
        channel_id=conversation.channel_id,
        platform=row.platform,
        is_silent=is_done or conversation.bot_silence != BotSilence.NONE,
        text=message.text,
        content=message.content,
        at=at,
        is_deleted=message.deleted_at is not None,
        said=row.said or "",
        menu=tuple(Offered(*one) for one in talk.menu) if talk else (),
        talk=goes,
    )


def row_of(turn: Turn, talk: Talk) -> dict[str, Any]:
    """A talk as it is kept."""
    return {
        "conversation_id": turn.conversation_id,
        "event_id": turn.event_id,
        "has_spoken": talk.has_spoken,
        "in_row": talk.in_row,
        "misunderstood": talk.misunderstood,
        "recent": [micros(at) for at in talk.recent],
    }


def keep(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """How talks go from now on; of each the same is known."""
    if not rows:
        return
    insert = insert_for(session, BotTalk)
    known = [name for name in rows[0] if name != "conversation_id"]
    new: dict[str, Any] = {"menu": []}
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={name: insert.excluded[name] for name in known},
        ),
        [{**new, **row} for row in rows],
    )


def begin_anew(session: Session, event_ids: Iterable[int]) -> None:
    """The conversations that these events are about are done with, or the bot's again: what was said
    before counts no more."""
    named = id_of(
        col(Event.data), "conversation_id", is_sqlite=session_dialect(session) == "sqlite"
    )
    meant = select(named).where(is_any(session, col(Event.id), event_ids))
    session.execute(
        update(table_of(BotTalk))
        .where(col(BotTalk.conversation_id).in_(meant))
        .values(has_spoken=False, in_row=0, misunderstood=0, menu=[])
    )


def last_words(session: Session, conversation_id: int, limit: int) -> list[Message]:
    """What was said last, either way, in its order."""
    question = (
        select(Message)
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.direction).in_((Direction.IN, Direction.OUT)),
        )
        .order_by(col(Message.seq).desc())
        .limit(limit)
    )
    return list(session.scalars(question))[::-1]
