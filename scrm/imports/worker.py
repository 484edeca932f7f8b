"""Brings in exports: claims a job, reads the file, writes in batches, survives its own end.

A batch, its counts and its place in the file are one commit, and a message that is there
already is not added again: after a crash the next process goes on behind the last batch.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import IO, TypeVar

import structlog
from sqlmodel import Session

from scrm.conversations.history import service as history
from scrm.files.fetching.service import Stored, TooLarge, TooSlow, store_stream
from scrm.files.service import FileShelf
from scrm.imports import service, store
from scrm.imports.archiving import service as archiving
from scrm.imports.archiving.service import Batch, Plan
from scrm.imports.archiving.values import Archive
from scrm.imports.export import Export, Stopped
from scrm.imports.reader import Reader, Settled, each, report_of
from scrm.imports.service import Moved, Submitted
from scrm.imports.tables import ImportJob
from scrm.imports.values import ExportedMessage, Question, Written
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Invalid, ScrmError, Unavailable
from scrm.kernel.failpoints import failpoint
from scrm.kernel.loop import repeat

log = structlog.get_logger()

T = TypeVar("T")

LONGEST_SLEEP = 20.0
PROGRESS_EVERY = 0.5
STORE_WITHIN = 120.0
CHUNK = 256 * 1024


class Importer:
    """Works on one import at a time. Files lie under `folder`, each in a folder of its own."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        bell: Doorbell,
        shelf: FileShelf,
        folder: Path,
        reader: Reader,
    ) -> None:
        self.folder = folder
        self.reader = reader
        self._database = database
        self._clock = clock
        self._bell = bell
        self._shelf = shelf

    async def run(self, stopping: asyncio.Event) -> None:
        """Bring in what waits, until told to stop."""
        await self.pick_up()
        await repeat("imports", self.step, stopping)

    async def pick_up(self) -> None:
        """At the start: requeue what the last process left, drop what nobody needs. Where others
        may be at work too, the lease of a dead one must run out first."""
        if self._database.is_sqlite:
            await self._database.write(service.requeue)
        needed = await self._database.read(store.unfinished_files)
        await asyncio.to_thread(_drop_unneeded, self.folder, needed, self._clock.now().timestamp())

    async def step(self) -> None:
        """Bring in the next file, or sleep until there is one."""
        job = await self._database.write(lambda s: service.claim(s, self._clock.now()))
        if job is None:
            await self._bell.wait(service.TOPIC, LONGEST_SLEEP)
            return
        try:
            ended = await self._bring_in(job)
        except Stopped:
            await self._database.write(lambda s: service.give_back(s, job))
            return
        except Unavailable:
            raise  # the lease runs out, and the job is claimed again
        except ScrmError as error:
            await self._fail(job, str(error))
        except Exception:
            log.exception("import failed", action="import.failed", id=job.id)
            await self._fail(job, "Something broke here; it is in the log")
        else:
            if not ended:
                return
        await self.drop(job.file)

    async def _fail(self, job: ImportJob, why: str) -> None:
        now = self._clock.now()
        await self._database.write(lambda s: service.fail(s, job.id, why, now))

    async def drop(self, file: str) -> None:
        """Forget a file: what it said is in the inbox now, and it holds other people's words."""
        folder = self.folder / Path(file).parts[0]
        await asyncio.to_thread(rmtree, folder, ignore_errors=True)

    async def _bring_in(self, job: ImportJob) -> bool:
        """False where a question must be answered first."""
        export = await self.reader.open(self.folder / job.file)
        given = Submitted(job.kind, job.file_name, job.file, job.size, job.answers)

        async def run(work: Callable[[], T]) -> T:
            return await self._with_progress(job, export, work)

        settled = await self.reader.settle(given, export, run)
        if isinstance(settled, Question):
            asked = settled
            await self._database.write(lambda s: service.ask(s, job.id, asked))
            return False
        archive = await self._database.write(lambda s: self._open_archive(s, job, settled.plan))
        added, already = await self._write(job, export, settled, archive)
        report = report_of(settled.plan.survey, added, already, archive)
        now = self._clock.now()
        await self._database.write(lambda s: service.finish(s, job, report, archive, now))
        log.info("import finished", action="import.finished", id=job.id, added=added)
        return True

    async def _with_progress(self, job: ImportJob, export: Export, work: Callable[[], T]) -> T:
        """Do a blocking pass, and keep showing how far it is."""
        task = asyncio.ensure_future(asyncio.to_thread(work))
        while not (await asyncio.wait({task}, timeout=PROGRESS_EVERY))[0]:
            progress, now = export.progress, self._clock.now()
            await self._database.write(
                partial(service.note_progress, job_id=job.id, progress=progress, now=now)
            )
        return task.result()

    def _open_archive(self, session: Session, job: ImportJob, plan: Plan) -> Archive:
        archive = archiving.open_archive(session, plan, job.channel_id, self._clock.now())
        service.note_archive(session, job.id, archive)
        return archive

    async def _write(
        self, job: ImportJob, export: Export, settled: Settled, archive: Archive
    ) -> tuple[int, int]:
        added, already = job.added, job.already
        async for items in each(export.batches(settled.dialect, settled.zone, job.done_line)):
            stored = await self._store_media(export, archive, items)
            batch = Batch(items, stored, f"import:{job.id}")
            so_far = Moved(items[-1].line, added, already, export.progress)
            added, already = await self._database.write(
                partial(self._append, job=job, archive=archive, batch=batch, so_far=so_far)
            )
            failpoint("import.batch")
        return added, already

    def _append(
        self,
        session: Session,
        job: ImportJob,
        archive: Archive,
        batch: Batch,
        so_far: Moved,
    ) -> tuple[int, int]:
        now = self._clock.now()
        fresh = archiving.append(session, archive, batch, now)
        said = sum(isinstance(item, ExportedMessage) for item in batch.items)
        added, already = so_far.added + fresh, so_far.already + said - fresh
        service.move(session, job.id, replace(so_far, added=added, already=already), now)
        return added, already

    async def _store_media(
        self, export: Export, archive: Archive, items: Sequence[Written]
    ) -> dict[int, Stored]:
        """Put the files of new messages on the shelf; by line. One that is damaged counts as left out."""
        wanted = {
            item.key: (item.line, item.media.name)
            for item in items
            if isinstance(item, ExportedMessage) and item.media and item.media.name in export.media
        }
        if not wanted:
            return {}
        thread, keys = archive.conversation_id, list(wanted)
        met = await self._database.read(lambda s: history.known(s, thread, keys))
        stored: dict[int, Stored] = {}
        for key, (line, name) in wanted.items():
            if key in met:
                continue
            with suppress(Invalid, TooLarge, TooSlow), export.opened_media(name) as raw:
                stored[line] = await store_stream(
                    self._shelf.folder, _chunks(raw), self.reader.most_media, STORE_WITHIN
                )
        return stored


async def _chunks(raw: IO[bytes]) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(raw.read, CHUNK):
        yield chunk


UNNEEDED_AFTER = 86_400.0
"""Seconds; a younger folder may be an upload that has no row yet."""


def _drop_unneeded(folder: Path, needed: set[str], now: float) -> None:
    if not folder.exists():
        return
    kept = {Path(file).parts[0] for file in needed}
    for entry in folder.iterdir():
        if entry.name not in kept and now - entry.stat().st_mtime > UNNEEDED_AFTER:
            rmtree(entry, ignore_errors=True)
