"""SQL about attachments."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import Session, col, select

from scrm.channels.values import Media
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.claiming import once
from scrm.kernel.columns import micros
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import is_any, table_of

_COLUMNS = (
    "id",
    "kind",
    "name",
    "media_type",
    "size",
    "width",
    "height",
    "duration",
    "state",
    "reason",
    "sha256",
    "channel_id",
    "reference",
    "message_id",
    "uploaded_by",
    "tries",
    "due_at",
    "created_at",
)


def insert_pending(
    session: Session,
    channel_id: int,
    message_id: int,
    media: Sequence[tuple[int, Media]],
    now: datetime,
) -> None:
    at = micros(now)
    rows: list[tuple[Any, ...]] = []
    for file_id, item in media:
        shape = (item.size, item.width, item.height, item.duration)
        where = (FileState.PENDING, "", "", channel_id, item.reference, message_id, "", 0, at, at)
        rows.append((file_id, item.kind, item.name, item.media_type, *shape, *where))
    insert_rows(session, table_of(Attachment), _COLUMNS, rows)


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Attachment]:
    question = select(Attachment).where(is_any(session, col(Attachment.id), ids))
    return {file.id: file for file in session.exec(question)}


def claim_pending(
    session: Session, channel_ids: Iterable[int], limit: int, now: datetime, lease: timedelta
) -> list[Attachment]:
    """Due files of these channels to fetch; a claim hides the file for `lease`."""
    due = (
        select(col(Attachment.id))
        .where(_waits(session, channel_ids), col(Attachment.due_at) <= now)
        .order_by(col(Attachment.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(Attachment)
        .where(col(Attachment.id).in_(once(due)))
        .values(due_at=now + lease)
        .returning(Attachment)
    )
    return list(taken.scalars())


def next_due(session: Session, channel_ids: Iterable[int]) -> datetime | None:
    question = (
        select(col(Attachment.due_at))
        .where(_waits(session, channel_ids))
        .order_by(col(Attachment.due_at))
        .limit(1)
    )
    return session.exec(question).first()


def _waits(session: Session, channel_ids: Iterable[int]) -> ColumnElement[bool]:
    pending = col(Attachment.state) == FileState.PENDING
    return and_(pending, is_any(session, col(Attachment.channel_id), channel_ids))


def give_back(session: Session, ids: Iterable[int], now: datetime) -> None:
    """What was claimed and not fetched is due again."""
    mine = is_any(session, col(Attachment.id), ids)
    session.execute(
        update(Attachment)
        .where(mine, col(Attachment.state) == FileState.PENDING)
        .values(due_at=now)
    )


def ask_again(session: Session, file_id: int, now: datetime) -> bool:
    """Failed → pending, with all its tries; False where it has not failed."""
    again = session.execute(
        update(Attachment)
        .where(col(Attachment.id) == file_id)
        .where(col(Attachment.state).in_((FileState.FAILED, FileState.TOO_LARGE)))
        .values(state=FileState.PENDING, reason="", tries=0, due_at=now)
        .returning(col(Attachment.id))
    )
    return again.scalar_one_or_none() is not None


def bring(session: Session, ids: Iterable[int], *, channel_id: int, message_id: int) -> None:
    """Make files part of a message; those that are part of one already stay there."""
    loose = and_(is_any(session, col(Attachment.id), ids), col(Attachment.message_id).is_(None))
    session.execute(
        update(Attachment).where(loose).values(channel_id=channel_id, message_id=message_id)
    )


def change(session: Session, file_id: int, **values: Any) -> bool:
    """False where it is gone: whose it was has been erased."""
    changed = session.execute(
        update(Attachment)
        .where(col(Attachment.id) == file_id)
        .values(**values)
        .returning(col(Attachment.id))
    )
    return changed.first() is not None
