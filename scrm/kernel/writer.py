"""The writing threads: group commit without a timer.

A thread takes what has queued while its last commit ran and commits it as one.
A unit that raises is rolled back to its savepoint and harms no other. Its first try sets no
savepoints of its own (scrm.kernel.optimism).
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from scrm.kernel.engines import gave_up
from scrm.kernel.errors import Unavailable
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import UndoneWhole, be_optimistic
from scrm.kernel.signals import Signal, collected, written_beside

log = structlog.get_logger()

Announce = Callable[[list[Signal]], None]
Beside = Callable[[list[bytes]], None]
"""Writes lines outside the database, and raises nothing: what they tell of is committed."""

_TRIES = 3
_RETRYABLE = ("40001", "40P01")  # PostgreSQL: serialization failure, deadlock


class Job:
    """A unit of work and the future that its caller awaits."""

    __slots__ = ("beside", "error", "future", "loop", "result", "signals", "work")

    def __init__(self, work: Callable[[Session], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.signals: list[Signal] = []
        self.beside: list[bytes] = []

    def run(self, connection: Connection, mode: Any, *, optimistic: bool) -> None:
        """Do the work; `mode` says whether it sits behind a savepoint or owns the transaction."""
        self.error, self.signals, self.beside = None, [], []
        with Session(connection, join_transaction_mode=mode, expire_on_commit=False) as session:
            if optimistic:
                be_optimistic(session)
            try:
                self.result = self.work(session)
                session.flush()
                session.commit()
                self.signals, self.beside = collected(session), written_beside(session)
            except BaseException as error:
                self.error = error
                session.rollback()

    def settle(self) -> None:
        """Tell the caller; runs on its event loop, after the commit."""
        if self.future.done():  # the caller gave up waiting
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(_translated(self.error))


class Writer:
    """Threads that commit jobs in the order in which they came, `group` at most in one commit."""

    def __init__(
        self, engine: Engine, announce: Announce, beside: Beside, *, threads: int, group: int
    ) -> None:
        self._engine = engine
        self._announce = announce
        self._beside = beside
        self._group = group
        self._worked = [0.0] * threads
        self._since: list[float | None] = [None] * threads
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, args=(n,), name=f"database-write-{n}", daemon=True)
            for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def queued(self) -> int:
        return self._queue.qsize()

    @property
    def worked(self) -> float:
        """Seconds that a thread has spent on units and commits so far, on the average."""
        now = time.monotonic()
        under_way = [now - since for since in self._since if since is not None]
        return (sum(self._worked) + sum(under_way)) / len(self._worked)

    def put(self, job: Job) -> None:
        self._queue.put(job)

    def close(self) -> None:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self, number: int) -> None:
        while (job := self._queue.get()) is not None:
            self._since[number] = begun = time.monotonic()
            group, last = self._taken_with(job)
            for attempt in range(_TRIES + 1):  # the optimistic one counts for nothing
                if not self._commit(group, optimistic=attempt == 0) or attempt == _TRIES:
                    break
            self._write_beside(group)
            self._worked[number] += time.monotonic() - begun
            self._since[number] = None
            self._settle(group)
            if last:
                return

    def _write_beside(self, group: list[Job]) -> None:
        """Whatever becomes of it, the units are committed, and their callers are told so."""
        if not (lines := [line for job in group for line in job.beside]):
            return
        try:
            self._beside(lines)
        except Exception:
            log.exception("nothing is written beside the database", action="database.beside")

    def _taken_with(self, job: Job) -> tuple[list[Job], bool]:
        """The job and all that waits behind it; True when the sign to stop was among it."""
        group = [job]
        while len(group) < self._group:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return group, True
            group.append(following)
        return group, False

    def _commit(self, group: list[Job], *, optimistic: bool) -> bool:
        """Run and commit; True when the whole is to be tried again."""
        try:
            with self._engine.connect() as connection:
                self._run_group(connection, group, optimistic=optimistic)
        except BaseException as error:
            for job in group:
                job.error, job.signals, job.beside = error, [], []
            return _is_retryable(error)
        return len(group) == 1 and _is_retryable(group[0].error)

    def _run_group(self, connection: Connection, group: list[Job], *, optimistic: bool) -> None:
        with connection.begin() as transaction:
            if len(group) == 1:
                group[0].run(connection, "rollback_only", optimistic=optimistic)
                if group[0].error is not None and transaction.is_active:
                    transaction.rollback()
                failpoint("database.commit")
                return
            for job in group:
                job.run(connection, "create_savepoint", optimistic=optimistic)
                if isinstance(job.error, UndoneWhole) and not _is_gone(connection):
                    _say_again(job.error)
                    job.run(connection, "create_savepoint", optimistic=False)
                if job.error is not None and (gave_up(job.error) or _is_gone(connection)):
                    raise job.error
            failpoint("database.commit")

    def _settle(self, group: list[Job]) -> None:
        """One wake-up per loop, however many jobs it awaits."""
        for loop in {job.loop for job in group}:
            jobs = [job for job in group if job.loop is loop]
            try:
                loop.call_soon_threadsafe(self._settle_all, jobs)
            except RuntimeError:  # the loop is closed: nobody waits any more
                log.warning("event loop gone before its answer", action="database.loop_gone")

    def _settle_all(self, jobs: list[Job]) -> None:
        for job in jobs:
            job.settle()
        signals = [signal for job in jobs for signal in job.signals]
        if signals:
            self._announce(list(dict.fromkeys(signals)))


def _is_gone(connection: Connection) -> bool:
    """Whether SQLite has dropped the transaction under us, and with it the units before this one."""
    return not getattr(connection.connection.driver_connection, "in_transaction", True)


def _is_retryable(error: BaseException | None) -> bool:
    if isinstance(error, UndoneWhole):
        _say_again(error)
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in _RETRYABLE


def _say_again(undone: UndoneWhole) -> None:
    """The second time all may go well: nothing else would tell of the first."""
    why = type(undone.__cause__).__name__
    log.info("a unit is done again", action="database.again", why=why)


def _translated(error: BaseException) -> BaseException:
    """A database that is locked, full or away is Unavailable; everything else flies as it is.

    But for a CancelledError: nobody cancelled who waits for this.
    """
    if isinstance(error, asyncio.CancelledError):
        broken = RuntimeError("the work was cancelled from inside")
        broken.__cause__ = error
        return broken
    if isinstance(error, OperationalError):
        unavailable = Unavailable("The database can't take this now; try again in a few seconds")
        unavailable.__cause__ = error
        return unavailable
    return error
