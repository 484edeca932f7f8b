"""What a worker claims is no more than it wants, however the database goes about it."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel

from scrm.delivery.queueing import store as queue
from scrm.files import store as files
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.imports import store as imports
from scrm.imports.tables import ImportJob
from scrm.intake import store as intake
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.clock import NOON
from tests.support.scene import Scene

LATER = NOON + timedelta(minutes=1)


def _row_by_row(session: Session) -> None:
    """As PostgreSQL does with tables that it takes to be small."""
    if session.get_bind().dialect.name == "postgresql":
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"):
            session.connection().exec_driver_sql(f"SET LOCAL enable_{way} = off")


async def _queued(scene: Scene, number: int) -> None:
    for one in range(number):
        heard = await scene.hear("Hello", who=str(600 + one), external_id=str(one))
        await scene.answer(heard.conversation_id, "Hi")


@pytest.mark.parametrize("wanted", [1, 3])
async def test_of_what_goes_next(scene: Scene, wanted: int) -> None:
    await _queued(scene, 5)

    def claimed(session: Session) -> int:
        _row_by_row(session)
        channel = scene.channel_id
        return len(queue.reserve(session, channel, wanted, NOON, LATER, "tests:1"))

    assert [await scene.do(claimed) for _ in range(2)] == [wanted, min(wanted, 5 - wanted)]


async def _added(scene: Scene, rows: Iterable[SQLModel]) -> None:
    await scene.do(lambda s: s.add_all(rows))


async def test_of_what_was_kept_alone_and_tried_before(scene: Scene) -> None:
    def kept(number: int) -> IntakeEvent:
        return IntakeEvent(
            channel_id=scene.channel_id,
            external_id=str(number),
            order_key=str(number),
            kind="update",
            body=b"{}",
            received_at=NOON,
            state=IntakeState.KEPT,
            tries=1,
        )

    def claimed(session: Session) -> int:
        _row_by_row(session)
        return len(intake.claim(session, 1, NOON, timedelta(minutes=1), tried=True))

    await _added(scene, map(kept, range(5)))
    assert [await scene.do(claimed) for _ in range(2)] == [1, 1]


async def test_of_files_to_fetch(scene: Scene) -> None:
    def pending(number: int) -> Attachment:
        return Attachment(
            kind="photo",
            state=FileState.PENDING,
            channel_id=scene.channel_id,
            reference=str(number),
            due_at=NOON,
            created_at=NOON,
        )

    def claimed(session: Session) -> int:
        _row_by_row(session)
        lease = timedelta(minutes=1)
        return len(files.claim_pending(session, [scene.channel_id], 2, NOON, lease))

    await _added(scene, map(pending, range(5)))
    assert [await scene.do(claimed) for _ in range(3)] == [2, 2, 1]


async def test_of_imports(scene: Scene) -> None:
    def waiting(number: int) -> ImportJob:
        return ImportJob(kind="whatsapp", file_name=str(number), file="", size=1, created_at=NOON)

    def claimed(session: Session) -> str:
        _row_by_row(session)
        job = imports.claim(session, NOON, LATER)
        return job.file_name if job else ""

    await _added(scene, map(waiting, range(3)))
    assert [await scene.do(claimed) for _ in range(4)] == ["0", "1", "2", ""]
