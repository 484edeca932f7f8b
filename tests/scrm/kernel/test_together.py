"""What queued while the last commit ran is the next."""

import asyncio
import threading
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.errors import Unavailable
from scrm.kernel.together import Together


class Done:
    """Notes the sets; what is said to be wrong with an item is raised of any set that has it."""

    def __init__(self, wrong: dict[int, Exception] | None = None) -> None:
        self.sets: list[list[int]] = []
        self._wrong = wrong or {}

    def __call__(self, _session: Session, some: Sequence[int]) -> list[int]:
        self.sets.append(list(some))
        for one in some:
            if one in self._wrong:
                raise self._wrong[one]
        return [one * 10 for one in some]


async def test_each_hears_of_its_own_and_few_units_do_it_all(database: Database) -> None:
    done = Done()
    together = Together(database, done, most=20)
    assert await asyncio.gather(*map(together.do, range(50))) == [10 * n for n in range(50)]
    assert [len(one) for one in done.sets] == [20, 20, 10]
    assert list(chain.from_iterable(done.sets)) == list(range(50))
    assert await together.do(7) == 70


async def test_what_comes_meanwhile_is_the_next_set(database: Database) -> None:
    done = Done()
    together = Together(database, done, most=20)
    first = asyncio.create_task(together.do(1))
    while not done.sets:  # noqa: ASYNC110 - the writing thread tells nobody that it has begun
        await asyncio.sleep(0)
    rest = [asyncio.create_task(together.do(n)) for n in (2, 3)]
    assert [await first, *[await one for one in rest]] == [10, 20, 30]
    assert done.sets == [[1], [2, 3]]


async def test_what_can_wait_goes_with_others_that_come_a_moment_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.kernel.together.MOMENT", 60.0)
    done = Done()
    together = Together(database, done, most=20)
    assert await together.do(1, can_wait=True) == 10  # after a while with nothing to do
    waiting = [asyncio.create_task(together.do(n, can_wait=True)) for n in (2, 3)]
    await asyncio.sleep(0)
    assert await together.do(4) == 40
    assert [await one for one in waiting] == [20, 30]
    assert done.sets == [[1], [2, 3, 4]]


async def test_what_can_wait_waits_until_so_many_are_worth_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.kernel.together.MOMENT", 60.0)
    monkeypatch.setattr("scrm.kernel.together.WORTH", 3)
    done = Done()
    together = Together(database, done, most=20)
    await together.do(1, can_wait=True)
    waiting = [asyncio.create_task(together.do(n, can_wait=True)) for n in (2, 3)]
    await asyncio.sleep(0)
    assert len(done.sets) == 1
    assert await together.do(4, can_wait=True) == 40
    assert [await one for one in waiting] == [20, 30]
    assert done.sets == [[1], [2, 3, 4]]


async def test_what_can_wait_waits_no_longer_than_a_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.kernel.together.MOMENT", 0.01)
    together = Together(database, Done(), most=20)
    for n in range(3):
        async with asyncio.timeout(5):
            assert await together.do(n, can_wait=True) == n * 10


async def test_one_that_is_wrong_spoils_no_other(database: Database) -> None:
    done = Done({2: ValueError("two")})
    together = Together(database, done, most=20)
    found = await asyncio.gather(*map(together.do, (1, 2, 3)), return_exceptions=True)
    assert [found[0], found[2]] == [10, 30]
    assert isinstance(found[1], ValueError)
    assert done.sets == [[1, 2, 3], [1], [2], [3]]


async def test_a_database_that_is_busy_is_told_to_all_and_not_asked_for_each(
    database: Database,
) -> None:
    done = Done({2: Unavailable("busy")})
    together = Together(database, done, most=20)
    found = await asyncio.gather(*map(together.do, (1, 2, 3)), return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable] * 3
    assert len(done.sets) == 1
    assert await together.do(4) == 40


async def test_a_row_that_somebody_holds_holds_up_no_other(database: Database) -> None:
    held = Unavailable("held")
    held.__cause__ = DBAPIError("", {}, _Collision())
    done = Done({2: held})
    together = Together(database, done, most=20)
    found = await asyncio.gather(*map(together.do, (1, 2, 3)), return_exceptions=True)
    assert [found[0], found[2]] == [10, 30]
    assert isinstance(found[1], Unavailable)


class _Collision(Exception):
    """As PostgreSQL's driver tells that a lock was not given in time."""

    sqlstate = "55P03"


async def test_an_answer_too_few_is_told_to_all(database: Database) -> None:
    together: Together[int, int] = Together(database, lambda _, some: [*some][1:], most=20)
    found = await asyncio.gather(*map(together.do, (1, 2)), return_exceptions=True)
    assert [type(one) for one in found] == [ValueError, ValueError]


@pytest.mark.parametrize("spares", [True, False])
async def test_who_waits_no_more_harms_nobody(database: Database, *, spares: bool) -> None:
    """What is to begin is not begun for nobody; what has ended is recorded all the same."""
    done = Done()
    together = Together(database, done, most=20, spares=spares)
    leaving = asyncio.create_task(together.do(1))
    staying = asyncio.create_task(together.do(2))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 20
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert done.sets == [[2] if spares else [1, 2]]


async def test_what_has_ended_is_recorded_however_the_hub_ends(
    tmp_path: Path,
) -> None:
    """Those in line are handed over as they are cancelled; a database that is closed finishes."""
    done, begun, goes_on = Done(), threading.Event(), threading.Event()

    def work(session: Session, some: Sequence[int]) -> list[int]:
        begun.set()
        assert goes_on.wait(60)
        return done(session, some)

    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    together = Together(database, work, most=20)
    waiting = [asyncio.create_task(together.do(1))]
    await asyncio.to_thread(begun.wait, 60)
    waiting += [asyncio.create_task(together.do(n)) for n in (2, 3)]
    await asyncio.sleep(0)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    goes_on.set()
    await asyncio.to_thread(database.close)
    assert done.sets == [[1], [2], [3]]


async def test_nobody_is_left_waiting_behind_what_breaks(database: Database) -> None:
    class Broken(BaseException):
        pass

    wrong = Done({1: Broken()})  # type: ignore[dict-item]
    together = Together(database, wrong, most=1)
    waiting = [asyncio.create_task(together.do(n)) for n in (1, 2)]
    async with asyncio.timeout(60):
        found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable, Unavailable]
    assert await together.do(3) == 30
