"""SQL of lists and threads. Each list is one index read; see `scrm bench inbox` for the plans."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, literal_column, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.reading.values import Filter
from scrm.conversations.tables import Conversation, Message, MessageVersion, ReadMark
from scrm.conversations.values import ConversationState
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import from_micros
from scrm.kernel.sets import is_any

Listed = tuple[Conversation, Contact, Channel, Identity, ReadMark | None]


def page(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Listed]:
    """The newest conversations first; `after` is (last_at in microseconds, id) of the last one shown."""
    question = (
        _listed(reader_id)
        .where(*_conditions(wanted))
        .order_by(col(Conversation.last_at).desc(), col(Conversation.id).desc())
        .limit(limit)
    )
    if after is not None:
        place = (from_micros(after[0]), after[1])
        question = question.where(
            tuple_(col(Conversation.last_at), col(Conversation.id)) < tuple_(*place)
        )
    return [tuple(row) for row in session.execute(question)]


def some(session: Session, reader_id: int | None, ids: Iterable[int]) -> list[Listed]:
    question = _listed(reader_id).where(is_any(session, col(Conversation.id), ids))
    return [tuple(row) for row in session.execute(question)]


def of_contacts(
    session: Session, reader_id: int | None, contact_ids: Iterable[int]
) -> list[Listed]:
    theirs = is_any(session, col(Conversation.contact_id), contact_ids)
    return [tuple(row) for row in session.execute(_listed(reader_id).where(theirs))]


def _listed(
    reader_id: int | None,
) -> Select[Conversation, Contact, Channel, Identity, ReadMark]:
    mark = and_(
        col(ReadMark.conversation_id) == col(Conversation.id),
        col(ReadMark.user_id) == (reader_id or 0),
    )
    return (
        select_columns(Conversation, Contact, Channel, Identity, ReadMark)
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
        .outerjoin(ReadMark, mark)
    )


def _conditions(wanted: Filter) -> list[Any]:
    equal = {
        col(Conversation.assignee_id): wanted.assignee_id,
        col(Conversation.channel_id): wanted.channel_id,
        col(Conversation.contact_id): wanted.contact_id,
    }
    conditions: list[Any] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if wanted.status is not None:
        conditions.append(col(Conversation.state) == _literal(wanted.status))
        if wanted.status != ConversationState.RESOLVED:  # lets the planner use the partial index
            conditions.append(col(Conversation.state) != _literal(ConversationState.RESOLVED))
    if wanted.unassigned:
        conditions.append(col(Conversation.assignee_id).is_(None))
    if wanted.unread_for is not None:
        conditions.append(col(Conversation.in_count) > func.coalesce(col(ReadMark.in_count), 0))
    if wanted.text:
        like = f"%{_escaped(wanted.text)}%"
        conditions.append(
            col(Contact.name).ilike(like, escape="\\")
            | col(Conversation.last_text).ilike(like, escape="\\")
        )
    return conditions


def _escaped(text: str) -> str:
    """Percent and underscore as themselves in a LIKE pattern."""
    return "".join(f"\\{mark}" if mark in "\\%_" else mark for mark in text)


def _literal(state: str) -> Any:
    """The state as a constant in the statement: a partial index serves no bound parameter."""
    return literal_column(f"'{ConversationState(state).value}'")


def messages(
    session: Session,
    conversation_id: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> list[Message]:
    """A stretch of a thread in the order of `seq`: the newest, those before, or those after one."""
    question = select(Message).where(col(Message.conversation_id) == conversation_id)
    if after is not None:
        found = question.where(col(Message.seq) > after).order_by(col(Message.seq)).limit(limit)
        return list(session.exec(found))
    if before is not None:
        question = question.where(col(Message.seq) < before)
    newest = session.exec(question.order_by(col(Message.seq).desc()).limit(limit))
    return list(newest)[::-1]


def messages_by_id(session: Session, ids: Iterable[int]) -> list[Message]:
    return list(session.exec(select(Message).where(is_any(session, col(Message.id), ids))))


def deliveries_of(session: Session, message_ids: Sequence[int]) -> list[Delivery]:
    if not message_ids:
        return []
    question = select(Delivery).where(is_any(session, col(Delivery.message_id), message_ids))
    return list(session.exec(question.order_by(col(Delivery.message_id), col(Delivery.part))))


def versions(session: Session, message_id: int) -> list[MessageVersion]:
    question = select(MessageVersion).where(col(MessageVersion.message_id) == message_id)
    return list(session.exec(question.order_by(col(MessageVersion.at))))


MOST_COUNTED = 1_000


def count(session: Session, reader_id: int | None, wanted: Filter) -> int:
    """How many, up to `MOST_COUNTED`: a tab that says 999+ needs no exact number."""
    question = select_columns(col(Conversation.id)).select_from(Conversation)
    if wanted.unread_for is not None:
        mark = and_(
            col(ReadMark.conversation_id) == col(Conversation.id),
            col(ReadMark.user_id) == (reader_id or 0),
        )
        question = question.outerjoin(ReadMark, mark)
    bounded = question.where(*_conditions(wanted)).limit(MOST_COUNTED).subquery()
    return _number(session, select_columns(func.count()).select_from(bounded))


def count_waiting(session: Session) -> int:
    question = select_columns(col(Conversation.id)).where(
        col(Conversation.state) == _literal(ConversationState.OPEN),
        col(Conversation.waiting_since).is_not(None),
    )
    bounded = question.limit(MOST_COUNTED).subquery()
    return _number(session, select_columns(func.count()).select_from(bounded))


def count_unknown(session: Session) -> int:
    question = select_columns(func.count()).where(col(Delivery.state) == DeliveryState.UNKNOWN)
    return _number(session, question)


def _number(session: Session, question: Select[Any]) -> int:
    number: int = session.execute(question).scalar_one()
    return number
