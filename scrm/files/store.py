"""SQL about attachments."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from scrm.channels.values import Media
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.columns import micros
from scrm.kernel.sets import insert_rows, is_any, table_of

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
    session: Session, limit: int, now: datetime, lease: timedelta
) -> list[Attachment]:
    """Due files to fetch; each claim counts as a try and hides the file for `lease`."""
    due = (
        select(col(Attachment.id))
        .where(col(Attachment.state) == FileState.PENDING, col(Attachment.due_at) <= now)
        .order_by(col(Attachment.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(Attachment)
        .where(col(Attachment.id).in_(due))
        .values(due_at=now + lease, tries=col(Attachment.tries) + 1)
        .returning(Attachment)
    )
    return list(taken.scalars())


def next_due(session: Session) -> datetime | None:
    question = (
        select(col(Attachment.due_at))
        .where(col(Attachment.state) == FileState.PENDING)
        .order_by(col(Attachment.due_at))
        .limit(1)
    )
    return session.exec(question).first()


def change(session: Session, file_id: int, **values: Any) -> None:
    session.execute(update(Attachment).where(col(Attachment.id) == file_id).values(**values))
