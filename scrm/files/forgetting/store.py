"""SQL that forgets files."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from scrm.files import store as files
from scrm.files.tables import Attachment, UnneededFile
from scrm.kernel.sets import is_any


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
    files.unneed(session, {one for one in hashes if one})
    return len(hashes)


def unneeded(session: Session, limit: int) -> list[str]:
    question = select(col(UnneededFile.sha256)).order_by(col(UnneededFile.sha256))
    return list(session.scalars(question.limit(limit)))


def settle(session: Session, hashes: Collection[str]) -> None:
    """They are gone, or are needed."""
    session.execute(delete(UnneededFile).where(is_any(session, col(UnneededFile.sha256), hashes)))
