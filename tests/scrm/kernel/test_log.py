"""SQLite's log: what is deleted does not stay in it."""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.engines import PATIENCE
from scrm.kernel.shredding import shredding

SECRET = "a secret of somebody "


async def test_an_emptied_log_holds_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    try:
        await _said_and_deleted(database)
        assert SECRET.encode() in _log_of(database)
        assert await database.empty_log()
        assert _log_of(database) == b""
        assert await database.read(_count) == 0
    finally:
        database.close()


async def test_who_reads_is_waited_for_and_not_for_long(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    looking, seen = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def look(session: Session) -> int:
        found = _count(session)
        loop.call_soon_threadsafe(looking.set)
        asyncio.run_coroutine_threadsafe(seen.wait(), loop).result(60)
        return found

    try:
        await database.write(_begun)
        reading = asyncio.create_task(database.read(look))
        await looking.wait()
        await database.write(_forgotten)
        assert not await database.empty_log()
        assert SECRET.encode() in _log_of(database)
        assert await database.write(_patience) == PATIENCE
        seen.set()
        assert await reading == 1
        assert await database.empty_log()
        assert _log_of(database) == b""
    finally:
        seen.set()
        database.close()


async def _said_and_deleted(database: Database) -> None:
    await database.write(_begun)
    await database.write(_forgotten)


def _begun(session: Session) -> None:
    session.execute(text("CREATE TABLE said (words TEXT)"))
    session.execute(text("INSERT INTO said VALUES (:words)"), {"words": SECRET})


def _forgotten(session: Session) -> None:
    with shredding(session):
        session.execute(text("DELETE FROM said"))


def _count(session: Session) -> int:
    return int(session.execute(text("SELECT count(*) FROM said")).scalar_one())


def _patience(session: Session) -> int:
    return int(session.execute(text("PRAGMA busy_timeout")).scalar_one())


def _log_of(database: Database) -> bytes:
    assert database.path is not None
    return Path(f"{database.path}-wal").read_bytes()
