"""SQL of lists and threads. Each list is one index read; see `scrm bench inbox` for the plans."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    tuple_,
)
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.reading.policy import parts
from scrm.conversations.reading.values import Filter
from scrm.conversations.tables import Conversation, Message, MessageVersion, ReadMark
from scrm.conversations.values import ConversationState
from scrm.delivery.tables import Delivery
from scrm.kernel.columns import Instant, from_micros, micros
from scrm.kernel.sets import is_any
from scrm.teams.tables import Team


class Listed(NamedTuple):
    """What a list shows of a conversation, in the order of `_LISTED`; `seen` is the reader's mark."""

    id: int
    contact_id: int
    channel_id: int
    state: str
    assignee_id: int | None
    team_id: int | None
    priority: str
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolve_reason: str
    last_message_id: int | None
    last_text: str
    last_direction: str
    last_author: str
    last_at: datetime
    created_at: datetime
    bot_silence: str
    campaign_id: int | None
    campaign_message_id: int | None
    in_count: int
    seen: int | None
    contact_name: str
    contact_photo: str
    channel_name: str
    platform: str
    unreachable_since: datetime | None
    team_name: str | None


_OWN = Listed._fields[: Listed._fields.index("seen")]
_MARK = and_(
    col(ReadMark.conversation_id) == col(Conversation.id),
    col(ReadMark.user_id) == bindparam("reader_id"),
)
_TEAM = and_(
    col(Team.id) == col(Conversation.team_id),
    or_(
        col(Team.archived_at).is_(None),
        col(Conversation.state) == literal_column(f"'{ConversationState.RESOLVED.value}'"),
    ),
)
"""What was done with before its team was archived shows whose it was."""
# Columns and not rows of the models: a page costs a fifth of what its objects would.
_LISTED: Select[Any] = (
    select_columns(
        *(getattr(Conversation, name) for name in _OWN),
        col(ReadMark.in_count),
        col(Contact.name),
        col(Contact.photo),
        col(Channel.name),
        col(Channel.platform),
        col(Identity.unreachable_since),
        col(Team.name),
    )
    .select_from(Conversation)
    .join(Contact, col(Contact.id) == col(Conversation.contact_id))
    .join(Channel, col(Channel.id) == col(Conversation.channel_id))
    .join(Identity, col(Identity.id) == col(Conversation.identity_id))
    .outerjoin(ReadMark, _MARK)
    .outerjoin(Team, _TEAM)
)


def page(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Listed]:
    """The newest conversations first, whatever their words; `after` is (last_at in microseconds,
    id) of the last one shown."""
    if wanted.status is None or wanted.teams is not None:
        return _page_of_several(session, reader_id, wanted, after, limit)
    question = ordered(_LISTED.where(*_conditions(wanted)), after, limit)
    return _rows(session, question, reader_id)


def _page_of_several(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Listed]:
    """The newest of each part's own index, merged: one over all states would be moved in by every message."""
    found: list[tuple[datetime, int]] = []
    for part in parts(wanted):
        each = ordered(places(part), after, limit)
        found += [(row[0], row[1]) for row in session.execute(each, parameters(reader_id))]
    newest = [place[1] for place in sorted(found, reverse=True)[:limit]]
    return in_order(session, reader_id, newest)


def in_order(session: Session, reader_id: int | None, ids: Sequence[int]) -> list[Listed]:
    rows = {row.id: row for row in some(session, reader_id, ids)}
    return [rows[one] for one in ids]


def places(wanted: Filter) -> Select[Any]:
    """Where each wanted conversation stands in the list, and which it is."""
    columns: tuple[Any, ...] = (col(Conversation.last_at), col(Conversation.id))
    question: Select[Any] = select_columns(*columns)
    if wanted.unread_for is not None:
        question = question.outerjoin(ReadMark, _MARK)
    return question.where(*_conditions(wanted))


def parameters(reader_id: int | None) -> dict[str, int]:
    return {"reader_id": reader_id or 0}


def _rows(session: Session, question: Select[Any], reader_id: int | None) -> list[Listed]:
    return [Listed._make(row) for row in session.execute(question, parameters(reader_id))]


def ordered(question: Select[Any], after: tuple[int, int] | None, limit: int) -> Select[Any]:
    if after is not None:
        place = (literal(from_micros(after[0]), Instant()), literal(after[1], BigInteger()))
        question = question.where(
            tuple_(col(Conversation.last_at), col(Conversation.id)) < tuple_(*place)
        )
    newest = (col(Conversation.last_at).desc(), col(Conversation.id).desc())
    return question.order_by(*newest).limit(limit)


def some(session: Session, reader_id: int | None, ids: Iterable[int]) -> list[Listed]:
    question = _LISTED.where(is_any(session, col(Conversation.id), ids))
    return _rows(session, question, reader_id)


def of_contacts(
    session: Session, reader_id: int | None, contact_ids: Iterable[int]
) -> list[Listed]:
    question = _LISTED.where(is_any(session, col(Conversation.contact_id), contact_ids))
    return _rows(session, question, reader_id)


def _conditions(wanted: Filter) -> list[Any]:
    equal = {
        col(Conversation.assignee_id): wanted.assignee_id,
        col(Conversation.team_id): wanted.team_id,
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
    return conditions


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


class Writer(NamedTuple):
    """Who wrote a message."""

    message_id: int
    kind: str
    id: int | None


def writers_of(session: Session, message_ids: Sequence[int]) -> list[Writer]:
    if not message_ids:
        return []
    columns = (col(Message.id), col(Message.author_kind), col(Message.author_id))
    question = select_columns(*columns).where(is_any(session, col(Message.id), message_ids))
    return [Writer._make(row) for row in session.execute(question)]


class Fate(NamedTuple):
    """How far one part of a message has come."""

    message_id: int
    id: int
    state: str
    reason: str
    finished_at: datetime | None


def fates_of(session: Session, message_ids: Sequence[int]) -> list[Fate]:
    if not message_ids:
        return []
    question = (
        select_columns(*(getattr(Delivery, name) for name in Fate._fields))
        .where(is_any(session, col(Delivery.message_id), message_ids))
        .order_by(col(Delivery.message_id), col(Delivery.part))
    )
    return [Fate._make(row) for row in session.execute(question)]


def versions(session: Session, message_id: int) -> list[MessageVersion]:
    question = select(MessageVersion).where(col(MessageVersion.message_id) == message_id)
    return list(session.exec(question.order_by(col(MessageVersion.at))))


MOST_COUNTED = 1_000
A_FEW = 20


def count(session: Session, reader_id: int | None, wanted: Filter) -> int:
    """How many, up to `MOST_COUNTED`: a tab that says 999+ needs no exact number."""
    return _counted(session, places(wanted), parameters(reader_id))


def count_waiting(session: Session) -> int:
    question = select_columns(col(Conversation.id)).where(
        col(Conversation.state) == _literal(ConversationState.OPEN),
        col(Conversation.waiting_since).is_not(None),
    )
    return _counted(session, question, {})


def _counted(session: Session, question: Select[Any], given: dict[str, Any]) -> int:
    bounded = select_columns(func.count()).select_from(question.limit(MOST_COUNTED).subquery())
    return int(session.execute(bounded, given).scalar_one())


def last_inbound(session: Session, channel_id: int) -> datetime | None:
    """When somebody last wrote on a channel: the newest of each list tell, by their last message."""
    times: list[datetime] = []
    for state in ConversationState:
        question = places(Filter(state.value, channel_id=channel_id))
        question = question.add_columns(col(Conversation.last_inbound_at))
        after, limit = None, A_FEW
        while True:
            rows = session.execute(ordered(question, after, limit), parameters(None)).all()
            times += [row[2] for row in rows if row[2] is not None]
            if len(rows) < limit or (times and rows[-1][0] <= max(times)):
                break
            after, limit = (micros(rows[-1][0]), rows[-1][1]), 2 * limit
    return max(times, default=None)
