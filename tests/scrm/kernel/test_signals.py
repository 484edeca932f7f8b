"""Signals: what is announced was committed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.optimism import savepoint
from scrm.kernel.signals import Signal, signal, unsaid_if_undone, write_beside


class UndoneError(Exception):
    pass


async def _announced(database: Database, work: object) -> list[Signal]:
    heard: list[Signal] = []
    told = asyncio.Event()

    def listen(signals: Sequence[Signal]) -> None:
        heard.extend(signals)
        told.set()

    database.listen(listen)
    await database.write(work)  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        await told.wait()
    return heard


def _in_savepoint(session: Session) -> None:
    with savepoint(session):
        signal(session, "before", 1)
        signal(session, "undone", 2)
        raise UndoneError


def _in_nested(session: Session) -> None:
    with unsaid_if_undone(session), session.begin_nested():
        signal(session, "before", 1)
        signal(session, "undone", 2)
        raise UndoneError


@pytest.mark.parametrize("undone", [_in_savepoint, _in_nested])
async def test_what_a_savepoint_undid_is_not_announced(database: Database, undone: object) -> None:
    def work(session: Session) -> None:
        signal(session, "before", 1)
        with pytest.raises(UndoneError):
            undone(session)  # type: ignore[operator]
        signal(session, "after", 3)

    assert await _announced(database, work) == [Signal("before", 1), Signal("after", 3)]


async def test_what_a_savepoint_kept_is_announced(database: Database) -> None:
    def work(session: Session) -> None:
        with savepoint(session):
            signal(session, "kept", 1)

    assert await _announced(database, work) == [Signal("kept", 1)]


async def test_what_is_written_beside_it_is_there_before_anybody_hears(database: Database) -> None:
    """And is of what was committed: not of a unit that failed, nor of what was undone within one."""
    order: list[object] = []
    database.write_beside_with(order.append)

    def work(session: Session) -> None:
        write_beside(session, [b"kept"])
        with suppress(UndoneError), savepoint(session):
            write_beside(session, [b"undone"])
            raise UndoneError

    def fails(session: Session) -> None:
        write_beside(session, [b"failed"])
        raise UndoneError

    first, second = database.leave(work), database.leave(fails)
    first.add_done_callback(lambda _: order.append("told"))
    await first
    with pytest.raises(UndoneError):
        await second
    assert order == [[b"kept"], "told"]
