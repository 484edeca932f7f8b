"""SQL of what is said plainly, in messages and of people: of all that is not odd the database knows it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from scrm.conditions.documents import store as documents
from scrm.conditions.frames.store import Frame, happened, is_one_of, not_sought
from scrm.conditions.hints.policy import Plain
from scrm.conditions.resolving.store import WRITTEN
from scrm.conditions.values import Op
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from scrm.journal.tables import Event
from scrm.kernel.columns import micros

_SHORT = 4
"""A window that is so many times shorter than the history: to go through what happened in it is
quicker than to go through all messages, each of which takes a quarter of the time."""


def says_plainly(frame: Frame, event: Any, plain: Plain) -> ColumnElement[bool]:
    """The message that `event`, an alias, is about."""
    return (
        select(col(Message.id))
        .where(col(Message.id) == col(event.message_id), *_said(frame, plain))
        .correlate(event)
        .exists()
    )


def who_said_plainly(frame: Frame, plain: Plain, within: timedelta | None) -> Select[Any]:
    """Who wrote such a message by now. PostgreSQL knows by itself where to begin."""
    event = aliased(Event)
    kind, message_id = col(event.kind), col(Message.id)
    if not _is_short(frame, within):
        kind, message_id = not_sought(frame, kind), not_sought(frame, message_id)
    return (
        select(col(event.contact_id))
        .select_from(Message)
        .join(event, col(event.message_id) == message_id)
        .where(kind == WRITTEN, *happened(frame, event, within), *_said(frame, plain))
    )


def _said(frame: Frame, plain: Plain) -> list[ColumnElement[bool]]:
    said = documents.plainly(col(Message.text), plain, is_sqlite=frame.is_sqlite)
    return [col(Message.deleted_at).is_(None), said]


def _is_short(frame: Frame, within: timedelta | None) -> bool:
    if within is None:
        return False
    at = type_coerce(col(Event.at), BigInteger())
    oldest = select(at).where(col(Event.kind) == WRITTEN).order_by(at).limit(1)
    began = frame.session.scalar(oldest)
    window = within // timedelta(microseconds=1)
    return began is not None and _SHORT * window < micros(frame.last) - began


def is_plainly(
    frame: Frame,
    op: Op,
    text: SQLColumnExpression[str],
    words: tuple[str, ...],
    *more: ColumnElement[bool],
) -> ColumnElement[bool]:
    """What is known of the person is, or holds, or begins with one of `words`, and `more` is so."""
    is_sqlite = frame.is_sqlite
    if op is Op.CONTAINS:
        said = documents.plainly(text, Plain(words, every=False), is_sqlite=is_sqlite)
    elif op is Op.STARTS_WITH:
        said = documents.begins_plainly(text, words[0], is_sqlite=is_sqlite)
    else:
        said = documents.lower(text, is_sqlite=is_sqlite).in_(words)
    return func.coalesce(and_(said, *more), false())


def or_one_of(frame: Frame, said: ColumnElement[bool], odd: list[int]) -> ColumnElement[bool]:
    """`odd` are the people of whom it was found by reading."""
    return or_(said, is_one_of(frame, col(Contact.id), lambda _: odd)) if odd else said
