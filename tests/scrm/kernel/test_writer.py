"""The writer: what queues is one commit; a unit that fails harms no other; signals follow commits."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from scrm.contacts.tables import Contact
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Unavailable
from scrm.kernel.signals import Signal, signal, write_beside
from tests.support.clock import NOON
from tests.support.databases import Place


def _add(name: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        session.add(Contact(name=name, first_seen=NOON))
        session.flush()
        signal(session, "contact", len(name))

    return work


def _fail_after(name: str, error: BaseException) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        _add(name)(session)
        raise error

    return work


async def _names(database: Database) -> list[str]:
    return sorted(await database.read(lambda s: list(s.exec(select(Contact.name)))))


class Plug:
    """A unit of work that holds the writer up until it is pulled, so that others queue behind it."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self._pulled = threading.Event()

    def __call__(self, _session: Session) -> None:
        self.begun.set()
        self._pulled.wait(10)

    def pull(self) -> None:
        self._pulled.set()


async def _together(database: Database, *works: Callable[[Session], None]) -> list[object]:
    """Have all of them committed as one group."""
    plug = Plug()
    held = asyncio.ensure_future(database.write(plug))
    await asyncio.to_thread(plug.begun.wait, 10)
    waiting = asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)
    await asyncio.sleep(0)  # each is queued at its first step
    plug.pull()
    await held
    results: list[object] = list(await waiting)
    return results


ERRORS = (
    Conflict("somebody was first"),
    ValueError("broken"),
    asyncio.CancelledError(),
    MemoryError(),
    RecursionError(),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
async def test_a_unit_that_fails_leaves_nothing_and_harms_no_other(
    error: BaseException, database: Database
) -> None:
    results = await _together(database, _add("a"), _fail_after("b", error), _add("c"))
    assert await _names(database) == ["a", "c"]
    assert (results[0], results[2]) == (None, None)
    assert isinstance(results[1], Exception)


async def test_a_unique_key_that_is_broken_fails_its_own_unit_only(database: Database) -> None:
    def twice(session: Session) -> None:
        for _ in range(2):
            session.execute(text("INSERT INTO search_cursor VALUES ('same', 1)"))

    results = await _together(database, _add("a"), twice, _add("c"))
    assert isinstance(results[1], IntegrityError)
    assert await _names(database) == ["a", "c"]


async def test_what_queues_behind_a_commit_is_one_commit(sqlite_only: Place) -> None:
    database = Database(sqlite_only.url)
    try:
        begun: list[str] = []
        connection = database.engine.raw_connection().driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.set_trace_callback(lambda said: begun.append(said) if "BEGIN" in said else None)
        await _together(database, *(_add(f"person {n}") for n in range(50)))
        assert len(begun) == 2  # the plug's, and one for all
        assert len(await _names(database)) == 50
    finally:
        await asyncio.to_thread(database.close)


async def test_signals_are_told_after_the_commit_and_only_of_what_was_committed(
    database: Database,
) -> None:
    told: list[Signal] = []
    seen: list[list[str]] = []

    def listen(signals: Sequence[Signal]) -> None:
        told.extend(signals)
        with Session(database.engine) as session:
            seen.append(list(session.exec(select(Contact.name))))

    database.listen(listen)
    await database.write(_add("four"))
    with pytest.raises(ValueError, match="broken"):
        await database.write(_fail_after("not told", ValueError("broken")))
    assert told == [Signal("contact", 4)]
    assert seen == [["four"]]


async def test_the_caller_is_told_before_anybody_else_acts_on_the_commit(
    database: Database,
) -> None:
    order: list[str] = []
    database.listen(lambda _: order.append("signal"))
    await database.write(_add("a"))
    order.append("caller")
    assert sorted(order) == ["caller", "signal"]


async def test_what_can_not_be_written_beside_harms_no_unit_and_no_thread(
    database: Database,
) -> None:
    def broken(_lines: list[bytes]) -> None:
        raise OSError(28, "No space left on device")

    def work(session: Session) -> None:
        _add("Ada")(session)
        write_beside(session, [b"a line"])

    database.write_beside_with(broken)
    for _ in range(12):  # more than there are threads
        async with asyncio.timeout(10):
            await database.write(work)
    assert await _names(database) == ["Ada"] * 12


async def test_a_caller_who_gave_up_waiting_leaves_the_unit_whole(database: Database) -> None:
    plug, committed = Plug(), asyncio.Event()
    database.listen(lambda _: committed.set())
    waiting = asyncio.ensure_future(database.write(plug))
    abandoned = asyncio.ensure_future(database.write(_add("whole")))
    await asyncio.sleep(0)
    abandoned.cancel()
    plug.pull()
    await waiting
    await asyncio.wait_for(committed.wait(), 10)
    assert await _names(database) == ["whole"]


async def test_a_full_database_is_unavailable_and_keeps_no_half(sqlite_only: Place) -> None:
    database = Database(sqlite_only.url)
    try:
        await database.write(_limit_pages)
        results = await _together(database, _add("a"), _fill, _add("c"))
        assert [type(one) for one in results] == [Unavailable] * 3
        assert await _names(database) == []
        await database.write(lambda s: s.execute(text("PRAGMA max_page_count = 1000000")))
        await database.write(_add("room again"))
        assert await _names(database) == ["room again"]
    finally:
        await asyncio.to_thread(database.close)


def _limit_pages(session: Session) -> None:
    pages = session.execute(text("PRAGMA page_count")).scalar_one()
    session.execute(text(f"PRAGMA max_page_count = {pages + 5}"))


def _fill(session: Session) -> None:
    session.add(Contact(name="x" * 1_000_000, first_seen=NOON))
    session.flush()


async def test_too_much_in_the_queue_is_unavailable_at_once_and_not_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.kernel.database.MOST_QUEUED", 3)
    names = [f"person {number}" for number in range(20)]
    results = await _together(database, *(_add(name) for name in names))
    refused = [one for one in results if isinstance(one, Unavailable)]
    assert refused
    assert len(await _names(database)) == 20 - len(refused)


async def test_a_reader_can_not_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await database.read(_add("forbidden"))
    assert await _names(database) == []


async def test_a_reader_sees_one_state_throughout(database: Database) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def look_twice(session: Session) -> tuple[int, int]:
        first = len(session.exec(select(Contact.id)).all())
        entered.set()
        go_on.wait(10)
        return first, len(session.exec(select(Contact.id)).all())

    looking = asyncio.ensure_future(database.read(look_twice))
    await asyncio.to_thread(entered.wait, 10)
    await database.write(_add("meanwhile"))
    go_on.set()
    assert await looking == (0, 0)
