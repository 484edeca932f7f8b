"""SQL that forgets files."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select, union, update
from sqlmodel import Session, col

from scrm.files.tables import Attachment, UnneededFile
from scrm.kernel.sets import insert_for, is_any
from scrm.staff.tables import User


def of_messages(session: Session, message_ids: Collection[int]) -> list[int]:
    question = select(col(Attachment.id)).where(
        is_any(session, col(Attachment.message_id), message_ids)
    )
    return list(session.scalars(question))


def hand_on(session: Session, to: Mapping[int, int]) -> None:
    """These files belong to other messages from now on: those that show them too."""
    for file_id, message_id in to.items():
        session.execute(
            update(Attachment)
            .where(col(Attachment.id) == file_id)
            .values(message_id=message_id)
            .execution_options(synchronize_session=False)
        )


def forget(session: Session, file_ids: Iterable[int]) -> int:
    """The rows go, and the bytes behind them; returns how many."""
    return _forget(session, list(file_ids), [])


def forget_of(session: Session, uploaders: Iterable[str]) -> int:
    """All that was uploaded under these names, sent or not; returns how many."""
    return _forget(session, [], list(uploaders))


def forget_unsent(session: Session, by: str, before: datetime, at_most: int) -> int:
    """What was uploaded before a time, by whoever's name begins with `by`, and became part of no
    message, the oldest first; returns how many."""
    question = (
        select(col(Attachment.id))
        .where(
            col(Attachment.message_id).is_(None),
            col(Attachment.created_at) < before,
            col(Attachment.uploaded_by).startswith(by, autoescape=True),
        )
        .order_by(col(Attachment.created_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return forget(session, session.scalars(question))


def _forget(session: Session, file_ids: list[int], uploaders: list[str]) -> int:
    gone = session.execute(
        delete(Attachment)
        .where(
            or_(
                is_any(session, col(Attachment.id), file_ids),
                is_any(session, col(Attachment.uploaded_by), uploaders),
            )
        )
        .returning(col(Attachment.sha256))
        .execution_options(synchronize_session=False)
    )
    hashes = list(gone.scalars())
    unneed(session, {one for one in hashes if one})
    return len(hashes)


def unneed(session: Session, hashes: Iterable[str]) -> None:
    """Bytes under these names may be needed by nobody any more."""
    rows = [{"sha256": one} for one in sorted(hashes)]
    if rows:
        session.execute(insert_for(session, UnneededFile).on_conflict_do_nothing(), rows)


def unneeded(session: Session, limit: int) -> list[str]:
    question = select(col(UnneededFile.sha256)).order_by(col(UnneededFile.sha256))
    return list(session.scalars(question.limit(limit)))


def needed(session: Session, hashes: Collection[str]) -> set[str]:
    """Those of these that somebody's message, or a colleague's picture, shows still."""
    question = union(
        select(col(Attachment.sha256)).where(is_any(session, col(Attachment.sha256), hashes)),
        select(col(User.photo)).where(is_any(session, col(User.photo), hashes)),
    )
    return set(session.scalars(question))


def settle(session: Session, hashes: Collection[str]) -> None:
    """They are gone, or are needed."""
    session.execute(delete(UnneededFile).where(is_any(session, col(UnneededFile.sha256), hashes)))
