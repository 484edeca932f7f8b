"""Many at once: in the order in which they happened, with few statements, and each its own answer."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.behaviour import store
from scrm.behaviour.service import tell
from scrm.behaviour.tables import ToldEvent
from scrm.behaviour.values import Outcome, Told, ToldView, Whose
from scrm.contacts.tables import ContactPoint
from scrm.journal.tables import Event
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict
from tests.scrm.joining.people import Pair, met
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.scene import set_scene

DAY = timedelta(days=1)
ASKED = Told("custom.asked", Whose(), {"a": 1}, NOON - DAY, "k")


def _order(whose: Whose, number: int, days: int = 0) -> Told:
    data = {"amount": 5, "currency": "CNY", "order": str(number)}
    return Told("order.paid", whose, data, NOON - days * DAY)


async def _tell(pair: Pair, *several: Told) -> list[Outcome]:
    return await pair.shop.do(lambda s: tell(s, several, NOON))


def _ways(pair: Pair) -> list[Whose]:
    return [
        Whose(contact_id=pair.bo),
        Whose(channel_id=pair.desk.channel_id, external_id="777"),
        Whose(email="bo@shop.example"),
        Whose(phone="+491701234567"),
    ]


async def _proven(pair: Pair) -> None:
    await pair.proves(pair.bo, "email", "bo@shop.example")
    await pair.proves(pair.bo, "phone", "+491701234567")


async def test_the_oldest_is_recorded_first_and_each_answered_in_its_place(pair: Pair) -> None:
    ada = Whose(contact_id=pair.ada)
    now = replace(_order(ada, 0), at=None)
    found = await _tell(pair, now, *(_order(ada, days, days) for days in (1, 3, 2)))
    ids = [int(one.id) for one in found if isinstance(one, ToldView)]
    assert [one.at for one in found if isinstance(one, ToldView)] == [
        NOON - days * DAY for days in (0, 1, 3, 2)
    ]
    assert [ids.index(one) for one in sorted(ids)] == [2, 3, 1, 0]


async def test_the_same_person_found_in_another_way_is_the_same(pair: Pair) -> None:
    await _proven(pair)
    (first,) = await _tell(pair, replace(ASKED, whose=Whose(contact_id=pair.bo)))
    assert await _tell(pair, *(replace(ASKED, whose=one) for one in _ways(pair))) == [first] * 4
    (other,) = await _tell(pair, replace(ASKED, whose=Whose(contact_id=pair.ada)))
    assert isinstance(other, Conflict)


async def test_who_was_told_of_is_the_same_when_their_mail_is_somebody_elses(pair: Pair) -> None:
    await _proven(pair)
    told = replace(ASKED, whose=Whose(email="bo@shop.example"))
    first = await _tell(pair, told)
    await pair.shop.do(lambda s: _give_away(s, pair.ada))
    assert await _tell(pair, told) == first


def _give_away(session: Session, contact_id: int) -> None:
    for point in session.exec(select(ContactPoint)):
        point.contact_id = contact_id


async def test_doubles_within_a_batch_are_one_and_what_differs_is_refused(pair: Pair) -> None:
    await _proven(pair)
    same = [replace(ASKED, whose=one) for one in _ways(pair)]
    differs = [replace(same[0], data={"a": 2}), replace(ASKED, whose=Whose(contact_id=pair.ada))]
    found = await _tell(pair, *same, *differs)
    assert len(set(found[:4])) == 1
    assert [type(one) for one in found] == [*[ToldView] * 4, Conflict, Conflict]
    assert await _tell(pair, *same) == found[:4]


async def test_a_custom_event_takes_no_key_of_an_order(pair: Pair) -> None:
    ada = Whose(contact_id=pair.ada)
    own = Told("custom.asked", ada, {}, None, "order.paid:1")
    assert [type(one) for one in await _tell(pair, own, _order(ada, 1))] == [ToldView] * 2


async def test_a_key_whose_event_is_erased_meanwhile_is_free(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever had waited for the erasing: its key was taken, and then nobody had it."""
    told = replace(ASKED, whose=Whose(contact_id=pair.ada))
    (first,) = await _tell(pair, told)
    look = store.taken

    def late(session: Session, keys: Sequence[str]) -> Any:
        monkeypatch.setattr(store, "taken", look)
        for row in session.exec(select(ToldEvent).where(col(ToldEvent.key).in_(keys))):
            session.delete(row)
        session.flush()
        return look(session, keys)

    monkeypatch.setattr(store, "taken", late)
    (again,) = await _tell(pair, told)
    assert isinstance(again, ToldView)
    assert again != first


@pytest.fixture
async def on_sqlite(sqlite_only: Place) -> AsyncIterator[Pair]:
    """Its driver tells of each statement, also of those that go past SQLAlchemy."""
    database = Database(sqlite_only.url)
    yield await met(await set_scene(database))
    database.close()


async def test_a_hundred_cost_few_statements(on_sqlite: Pair) -> None:
    """Whoever they are, and however they are named; and no more where all are told again."""
    pair = on_sqlite
    await _proven(pair)
    several = [_order(_ways(pair)[n % 4], n, n) for n in range(100)]

    asked: list[str] = []

    def counted(session: Session) -> list[Outcome]:
        driver: Any = session.connection().connection.driver_connection
        driver.set_trace_callback(asked.append)
        try:
            return tell(session, several, NOON)
        finally:
            driver.set_trace_callback(None)

    first = await pair.shop.do(counted)
    assert all(isinstance(one, ToldView) for one in first)
    assert 0 < len(asked) <= 25
    asked.clear()
    assert await pair.shop.do(counted) == first
    assert 0 < len(asked) <= 25


async def test_a_fresh_answer_says_what_is_kept(pair: Pair) -> None:
    (found,) = await _tell(pair, replace(ASKED, whose=Whose(contact_id=pair.ada)))
    assert isinstance(found, ToldView)
    there = await pair.shop.database.read(lambda s: s.get_one(Event, int(found.id)))
    assert (found.kind, int(found.contact_id)) == (there.kind, there.contact_id)
    assert (found.at, found.recorded_at) == (there.at, there.recorded_at)
