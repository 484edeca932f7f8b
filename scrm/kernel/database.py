"""The only maker of sessions: `read()` to look, `write()` to change.

Work is a plain function that takes a session; it runs in a thread, so that a
unit of work costs one hop and not one per statement. On SQLite there is one
writing thread, which commits all that queued while the last commit ran as one
group, each unit behind its own savepoint. On PostgreSQL each unit has a
transaction and a connection of its own.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from scrm.kernel.engines import READERS, emptied_log, reading_engine, writing_engine
from scrm.kernel.errors import Unavailable
from scrm.kernel.signals import Signal
from scrm.kernel.writer import Beside, Job, Writer

T = TypeVar("T")
Work = Callable[[Session], T]
Listener = Callable[[Sequence[Signal]], None]
Ending = Callable[[Session], None]

POSTGRES_WRITERS = 4
MOST_QUEUED = 4_000


class Database:
    """One database with its threads. Close it, or its threads outlive the event loop."""

    def __init__(self, url: str, *, group: int = 500) -> None:
        self.url = make_url(url)
        self.engine: Engine = writing_engine(self.url)
        self._reading: Engine = reading_engine(self.url)
        self._readers = ThreadPoolExecutor(READERS, "database-read")
        one = self.is_sqlite
        self._writer = Writer(
            self.engine,
            self._announce,
            self._write_beside,
            threads=1 if one else POSTGRES_WRITERS,
            group=group if one else 1,
        )
        self._listeners: list[Listener] = []
        self._endings: list[Ending] = []
        self._beside: list[Beside] = []

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The database file, where there is one."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a session that can't write; it sees one state of the database throughout."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, work)

    async def write(self, work: Work[T]) -> T:
        """Run `work` as one unit: committed when this returns, nothing of it done when it raises.

        Raises Unavailable when the database is locked or full, or too much is queued.
        A wait that is cancelled leaves open whether the work was committed.
        """
        if self._writer.queued >= MOST_QUEUED:
            raise Unavailable("Too much is waiting to be written; try again in a few seconds")
        result: T = await self.leave(work)
        return result

    def leave(self, work: Work[T]) -> "asyncio.Future[T]":
        """As `write`, for who may not wait and won't be refused: it is done before the database is
        closed, whoever waits for it."""
        job = Job(self._whole(work), asyncio.get_running_loop())
        self._writer.put(job)
        return job.future

    @property
    def worked(self) -> float:
        """Seconds that a writing thread has spent on units and commits: how busy it is, is how fast
        this grows."""
        return self._writer.worked

    async def ping(self) -> None:
        """Prove that the database takes a transaction; raises Unavailable where not."""
        await self.write(lambda session: session.execute(text("SELECT 1")).scalar_one())

    async def empty_log(self) -> bool:
        """Write SQLite's log back and cut it off, for what was deleted stands in it until it is
        written over. False where readers or writers are in its way: then nothing is lost.
        PostgreSQL recycles its own."""
        if not self.is_sqlite:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._empty_log)

    def listen(self, listener: Listener) -> None:
        """Have `listener` told, on the event loop, what each commit of this process signalled."""
        self._listeners.append(listener)

    def end_with(self, ending: Ending) -> None:
        """Have `ending` run at the end of each unit that writes, inside it: what it raises undoes
        the unit."""
        self._endings.append(ending)

    def write_beside_with(self, writer: Beside) -> None:
        """Have `writer` given, behind each commit and before anybody hears of it, the lines that its
        units wanted written outside the database. It is called by the threads that write, and raises
        nothing."""
        self._beside.append(writer)

    def _write_beside(self, lines: list[bytes]) -> None:
        for writer in self._beside:
            writer(lines)

    def _whole(self, work: Work[T]) -> Work[T]:
        def whole(session: Session) -> T:
            result = work(session)
            for ending in self._endings:
                ending(session)
            return result

        return whole if self._endings else work

    def _announce(self, signals: list[Signal]) -> None:
        for listener in self._listeners:
            listener(signals)

    def _empty_log(self) -> bool:
        """On the one connection that writes and checkpoints: the writer waits while we have it."""
        try:
            with closing(self.engine.raw_connection()) as connection:
                return emptied_log(connection.cursor())
        except PoolTimeout:  # the writer has too much to do
            return False

    def _look(self, work: Work[T]) -> T:
        with Session(self._reading, expire_on_commit=False) as session, session.begin():
            return work(session)

    def close(self) -> None:
        """Finish what is queued, then end the threads and close the connections."""
        self._writer.close()
        self._readers.shutdown(wait=True)
        self._reading.dispose()
        self.engine.dispose()
