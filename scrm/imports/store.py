"""SQL about import jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from scrm.imports.tables import ImportJob
from scrm.imports.values import ImportState
from scrm.kernel.claiming import once

_WAITING = (ImportState.QUEUED, ImportState.RUNNING)


def page(session: Session, before: int | None, limit: int) -> list[ImportJob]:
    question = select(ImportJob).order_by(col(ImportJob.id).desc()).limit(limit)
    if before is not None:
        question = question.where(col(ImportJob.id) < before)
    return list(session.exec(question))


def some(session: Session, ids: list[int]) -> list[ImportJob]:
    return list(session.exec(select(ImportJob).where(col(ImportJob.id).in_(ids))))


def claim(session: Session, now: datetime, lease_until: datetime) -> ImportJob | None:
    """Take the oldest that waits, or whose process died while it worked on it."""
    ready = (
        select(ImportJob.id)
        .where(
            col(ImportJob.state).in_(_WAITING),
            (col(ImportJob.state) == ImportState.QUEUED) | (col(ImportJob.lease_until) <= now),
        )
        .order_by(col(ImportJob.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(ImportJob)
        .where(col(ImportJob.id).in_(once(ready)))
        .values(state=ImportState.RUNNING, tries=col(ImportJob.tries) + 1, lease_until=lease_until)
        .returning(ImportJob)
    )
    return taken.scalar_one_or_none()


def change(
    session: Session, job_id: int, expected: ImportState | None = None, **values: Any
) -> bool:
    """Change a job, or only one that is in `expected`; False where it is not."""
    question = update(ImportJob).where(col(ImportJob.id) == job_id)
    if expected is not None:
        question = question.where(col(ImportJob.state) == expected)
    changed = session.execute(question.values(**values).returning(col(ImportJob.id)))
    return changed.first() is not None


def requeue_running(session: Session) -> int:
    """Put back what a dead process of ours worked on."""
    changed = session.execute(
        update(ImportJob)
        .where(col(ImportJob.state) == ImportState.RUNNING)
        .values(state=ImportState.QUEUED, lease_until=None)
        .returning(col(ImportJob.id))
    )
    return len(changed.all())


def unfinished_files(session: Session) -> set[str]:
    """The files that some job still needs."""
    ended = (ImportState.DONE, ImportState.FAILED)
    question = select(ImportJob.file).where(col(ImportJob.state).not_in(ended))
    return set(session.exec(question))
