"""SQL that forgets conversations."""

from collections.abc import Collection
from datetime import datetime

import orjson
from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation, Message, MessageVersion, ReadMark
from scrm.conversations.values import AuthorKind
from scrm.kernel.sets import is_any, session_dialect

_SHOWS = {
    "sqlite": (
        "SELECT CAST(file.value AS integer), max(m.id) FROM message m, "
        "json_each(m.content, '$.attachments') file "
        "WHERE m.id > :oldest AND m.content LIKE '%\"attachments\"%' "
        "AND file.value IN (SELECT CAST(value AS text) FROM json_each(:files)) "
        "AND m.id NOT IN (SELECT CAST(value AS integer) FROM json_each(:but)) GROUP BY 1"
    ),
    "postgresql": (
        "SELECT CAST(file AS bigint), max(m.id) FROM message m, "
        "jsonb_array_elements_text(m.content -> 'attachments') file "
        "WHERE m.id > :oldest AND m.content ? 'attachments' "
        "AND file IN (SELECT json_array_elements_text(CAST(:files AS json))) "
        "AND m.id NOT IN (SELECT CAST(value AS bigint) FROM "
        "json_array_elements_text(CAST(:but AS json))) GROUP BY 1"
    ),
}


def held(session: Session, contact_ids: Collection[int]) -> list[int]:
    """The conversations with these people, held until the commit: nothing is said in them now."""
    return _locked(session, is_any(session, col(Conversation.contact_id), contact_ids))


def hold(session: Session, conversation_ids: Collection[int]) -> list[int]:
    """Those of these that are there, held likewise."""
    return _locked(session, is_any(session, col(Conversation.id), conversation_ids))


def _locked(session: Session, condition: ColumnElement[bool]) -> list[int]:
    question = select(col(Conversation.id)).where(condition).order_by(col(Conversation.id))
    return list(session.scalars(question.with_for_update()))


def said_in(session: Session, conversation_ids: Collection[int]) -> list[int]:
    question = select(col(Message.id)).where(
        is_any(session, col(Message.conversation_id), conversation_ids)
    )
    return list(session.scalars(question))


def count(session: Session, contact_ids: Collection[int]) -> tuple[int, int]:
    """How many conversations there are with these people, and messages in them."""
    own = is_any(session, col(Conversation.contact_id), contact_ids)
    within = select(col(Conversation.id)).where(own)
    messages = select(func.count()).where(col(Message.conversation_id).in_(within))
    threads = select(func.count()).select_from(Conversation).where(own)
    return session.execute(threads).scalar_one(), session.execute(messages).scalar_one()


def said_by(
    session: Session, conversation_ids: Collection[int], contact_ids: Collection[int]
) -> list[int]:
    question = select(col(Message.id)).where(
        is_any(session, col(Message.conversation_id), conversation_ids),
        col(Message.author_kind) == AuthorKind.CONTACT,
        is_any(session, col(Message.author_id), contact_ids),
    )
    return list(session.scalars(question))


def shown_elsewhere(
    session: Session, file_ids: Collection[int], message_ids: Collection[int]
) -> dict[int, int]:
    """Those of these files that messages other than these show too, each with one that does. A
    message that shows a file is younger than the file."""
    if not file_ids:
        return {}
    values = {"oldest": min(file_ids), "files": _json(file_ids), "but": _json(message_ids)}
    rows = session.execute(text(_SHOWS[session_dialect(session)]), values)
    return {row[0]: row[1] for row in rows}


def forget(session: Session, conversation_ids: Collection[int]) -> None:
    """These, and all in them."""
    of_these = select(col(Message.id)).where(
        is_any(session, col(Message.conversation_id), conversation_ids)
    )
    for statement in (
        delete(MessageVersion).where(col(MessageVersion.message_id).in_(of_these)),
        delete(Message).where(is_any(session, col(Message.conversation_id), conversation_ids)),
        delete(ReadMark).where(is_any(session, col(ReadMark.conversation_id), conversation_ids)),
        delete(Conversation).where(is_any(session, col(Conversation.id), conversation_ids)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def blank(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """Leave of these only that something was there: the numbering of a thread has no gaps, and its
    key keeps a later import from bringing it back."""
    these = is_any(session, col(Message.id), message_ids)
    session.execute(
        delete(MessageVersion)
        .where(is_any(session, col(MessageVersion.message_id), message_ids))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Message)
        .where(these)
        .values(author_id=None, author_name="", text="", content={}, versions=0, deleted_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Conversation)
        .where(is_any(session, col(Conversation.last_message_id), message_ids))
        .values(last_text="", last_author="")
        .execution_options(synchronize_session=False)
    )


def _json(ids: Collection[int]) -> str:
    return orjson.dumps([str(one) for one in ids]).decode()
