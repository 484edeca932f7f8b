"""Verbs about import jobs: submit, answer, claim, move on, end."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from scrm.imports import policy, store
from scrm.imports.archiving.values import Archive
from scrm.imports.tables import ImportJob
from scrm.imports.values import ImportState, ImportView, Question, Report
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.signals import signal

TOPIC = "import"
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A file that lies in the imports folder, under `file` there."""

    kind: str
    file_name: str
    file: str
    size: int
    answers: Mapping[str, str | None]


def submit(session: Session, given: Submitted, by: str, now: datetime) -> ImportJob:
    """Queue an import; raises Invalid."""
    policy.require_kind(given.kind)
    if given.size == 0:
        raise Invalid("file", "is empty")
    job = ImportJob(
        kind=given.kind,
        file_name=given.file_name,
        file=given.file,
        size=given.size,
        answers=policy.good_answers(given.answers),
        started_by=by,
        created_at=now,
    )
    session.add(job)
    session.flush()
    signal(session, TOPIC, job.id)
    return job


def answer(session: Session, job_id: int, answers: Mapping[str, str | None]) -> ImportJob:
    """Say what was asked, and go on. Raises Invalid, and Conflict where nothing was asked."""
    job = get(session, job_id)
    good = policy.good_answers(answers)
    asked = (job.question or {}).get("field", "")
    if asked not in good:
        raise Invalid(asked or "answer", "is missing")
    moved = store.change(
        session,
        job_id,
        ImportState.NEEDS_ANSWER,
        state=ImportState.QUEUED,
        answers=job.answers | good,
        question=None,
        tries=0,
    )
    if not moved:
        raise Conflict("This import asks nothing")
    signal(session, TOPIC, job_id)
    session.refresh(job)
    return job


def get(session: Session, job_id: int) -> ImportJob:
    found = session.get(ImportJob, job_id)
    if found is None:
        raise NotFound("import", job_id)
    return found


def claim(session: Session, now: datetime) -> ImportJob | None:
    """Take the next to work on; one that keeps ending its process is buried."""
    job = store.claim(session, now, now + LEASE)
    if job is None:
        return None
    signal(session, TOPIC, job.id)
    if job.tries > policy.MOST_TRIES:
        fail(session, job.id, "This file ended the program each time it was read", now)
        return None
    return job


def requeue(session: Session) -> int:
    """At the start of the only process: what the last one worked on waits again."""
    return store.requeue_running(session)


def give_back(session: Session, job: ImportJob) -> None:
    """Stop in good order: the next process goes on where this one ends."""
    tries = max(job.tries - 1, 0)
    store.change(session, job.id, ImportState.RUNNING, state=ImportState.QUEUED, tries=tries)


def note_progress(session: Session, job_id: int, progress: float, now: datetime) -> None:
    store.change(session, job_id, progress=progress, lease_until=now + LEASE)
    signal(session, TOPIC, job_id)


def note_archive(session: Session, job_id: int, archive: Archive) -> None:
    """From here on a crash goes on in this archive."""
    store.change(
        session, job_id, channel_id=archive.channel_id, conversation_id=archive.conversation_id
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a batch has brought a job."""

    done_line: int
    added: int
    already: int
    progress: float


def move(session: Session, job_id: int, to: Moved, now: datetime) -> None:
    """Count a batch in the commit that appends it."""
    store.change(session, job_id, **asdict(to), tries=0, lease_until=now + LEASE)
    signal(session, TOPIC, job_id)


def ask(session: Session, job_id: int, question: Question) -> None:
    described = {"field": question.field, "choices": list(question.choices)}
    if question.example:
        described["example"] = question.example
    store.change(
        session,
        job_id,
        ImportState.RUNNING,
        state=ImportState.NEEDS_ANSWER,
        question=described,
        progress=0.0,
    )
    signal(session, TOPIC, job_id)


def finish(
    session: Session, job: ImportJob, report: Report, archive: Archive, now: datetime
) -> None:
    """Keep the report; who gained messages has the import on the timeline."""
    values: dict[str, Any] = {"report": report.described(), "progress": 1.0, "finished_at": now}
    store.change(session, job.id, state=ImportState.DONE, lease_until=None, **values)
    data = {
        "import_id": str(job.id),
        "conversation_id": str(archive.conversation_id),
        "channel_id": str(archive.channel_id),
        "added": report.added,
    }
    people: list[int | None] = [known.contact_id for known in archive.people.values()]
    told = people if report.added and people else [None]
    facts = [Fact("import.finished", contact_id, now, data) for contact_id in told]
    journal.record(session, facts, now)
    signal(session, TOPIC, job.id)
    signal(session, "conversation", archive.conversation_id)


def fail(session: Session, job_id: int, why: str, now: datetime) -> None:
    store.change(
        session,
        job_id,
        state=ImportState.FAILED,
        error=why,
        question=None,
        lease_until=None,
        finished_at=now,
    )
    signal(session, TOPIC, job_id)


def page(session: Session, before: int | None, limit: int) -> tuple[list[ImportView], int | None]:
    """Imports, the newest first, and the id to go on behind."""
    rows = store.page(session, before, limit + 1)
    shown = rows[:limit]
    return [view_of(row) for row in shown], shown[-1].id if len(rows) > limit else None


def views(session: Session, ids: Sequence[int]) -> list[ImportView]:
    return [view_of(row) for row in store.some(session, list(ids))]


def view_of(job: ImportJob) -> ImportView:
    return ImportView(
        id=str(job.id),
        kind=job.kind,
        file_name=job.file_name,
        state=job.state,
        progress=round(job.progress, 3),
        question=job.question,
        report=job.report,
        error=job.error or None,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )
