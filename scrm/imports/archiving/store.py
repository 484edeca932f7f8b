"""SQL about archives."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from scrm.conversations.tables import Message
from scrm.imports.archiving.values import Found
from scrm.imports.tables import ImportArchive
from scrm.kernel.sets import SetQuery

_HOLDING = SetQuery(
    lambda any_of: (
        select(
            col(ImportArchive.channel_id),
            col(ImportArchive.conversation_id),
            col(ImportArchive.me),
            func.count(),
        )
        .join(Message, col(Message.conversation_id) == col(ImportArchive.conversation_id))
        .where(col(ImportArchive.kind) == bindparam("kind"), any_of(col(Message.external_id)))
        .group_by(
            col(ImportArchive.channel_id),
            col(ImportArchive.conversation_id),
            col(ImportArchive.me),
        )
    ),
    str,
)


def holding(session: Session, kind: str, keys: Iterable[str]) -> list[Found]:
    """The archives that hold some of `keys`, and how many."""
    return [Found(*row) for row in _HOLDING.rows(session, keys, kind=kind)]


def find(session: Session, channel_id: int) -> ImportArchive | None:
    return session.get(ImportArchive, channel_id)
