"""Whose it is, once and no more, also where people are joined, separated or erased."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, func, select

from scrm.behaviour.service import tell
from scrm.behaviour.tables import ToldEvent
from scrm.behaviour.values import Told, ToldView, Whose
from scrm.erasing import service as erasing
from scrm.journal.tables import Event
from scrm.kernel.errors import Conflict, Invalid, NotFound, ScrmError
from tests.scrm.joining.people import LATER, Pair, by_kim
from tests.support.clock import NOON

AGO = NOON - timedelta(days=3)


def _told(whose: Whose, number: str = "1", amount: int = 5) -> Told:
    data = {"amount": amount, "currency": "CNY", "order": number}
    return Told("order.paid", whose, data, AGO)


def _of(contact_id: int) -> Whose:
    return Whose(contact_id=contact_id)


async def _tell(pair: Pair, *several: Told) -> list[ToldView | ScrmError]:
    return await pair.shop.do(lambda s: tell(s, several, NOON))


async def _owner(pair: Pair, *several: Told) -> list[int]:
    """Whose they are said to be."""
    found = await _tell(pair, *several)
    return [int(one.contact_id) for one in found if isinstance(one, ToldView)]


async def _orders(pair: Pair, contact_id: int) -> list[str]:
    """Their numbers, in the order in which they were recorded."""

    def look(session: Session) -> list[str]:
        question = select(Event.data).where(
            col(Event.kind) == "order.paid", col(Event.contact_id) == contact_id
        )
        return [data["order"] for data in session.exec(question.order_by(col(Event.id)))]

    return await pair.shop.database.read(look)


async def test_a_person_is_found_in_each_of_the_ways(pair: Pair) -> None:
    await pair.proves(pair.bo, "email", "bo@shop.example")
    await pair.proves(pair.bo, "phone", "+491701234567")
    ways = [
        _of(pair.bo),
        Whose(channel_id=pair.desk.channel_id, external_id="777"),
        Whose(email=" Bo@Shop.example"),
        Whose(phone="0049 170 1234567"),
    ]
    found = await _owner(pair, *[_told(whose, str(n)) for n, whose in enumerate(ways)])
    assert found == [pair.bo] * 4
    assert await _orders(pair, pair.bo) == ["0", "1", "2", "3"]


async def test_nobody_is_made_up(pair: Pair) -> None:
    """An address is of one channel, and what somebody only claims is not theirs."""
    await pair.shares(pair.shop, "501", "+491701234567", own=False)
    ways = [
        _of(1),
        Whose(channel_id=pair.shop.channel_id, external_id="777"),
        Whose(email="ada@shop.example"),
        Whose(phone="+491701234567"),
        Whose(phone="170"),
    ]
    found = await _tell(pair, *[_told(whose, str(n)) for n, whose in enumerate(ways)])
    assert [type(one) for one in found] == [NotFound] * 5
    assert await pair.shop.database.read(_keys) == 0


def _keys(session: Session) -> int:
    return session.exec(select(func.count()).select_from(ToldEvent)).one()


async def test_it_is_recorded_with_its_time_and_when_we_learned_of_it(pair: Pair) -> None:
    (found,) = await _tell(pair, _told(_of(pair.ada)))
    assert isinstance(found, ToldView)
    assert (found.kind, found.at, found.recorded_at) == ("order.paid", AGO, NOON)
    event = await pair.shop.database.read(lambda s: s.get_one(Event, int(found.id)))
    assert event.data == {
        "amount": 5,
        "currency": "CNY",
        "order": "1",
        "home_id": str(pair.ada),
    }


async def test_the_same_is_answered_as_before_and_something_else_is_refused(pair: Pair) -> None:
    (first,) = await _tell(pair, _told(_of(pair.ada)))
    again, other, cheaper = await _tell(
        pair, _told(_of(pair.ada)), _told(_of(pair.bo)), _told(_of(pair.ada), amount=4)
    )
    assert again == first
    for refused in (other, cheaper):
        assert isinstance(refused, Conflict)
        assert refused.code == "key_reused"
    assert await _orders(pair, pair.ada) == ["1"]


async def test_without_a_key_each_is_another(pair: Pair) -> None:
    asked = Told("custom.asked", _of(pair.ada), {})
    one, two, three = await _tell(pair, asked, asked, replace(asked, key="k"))
    (four,) = await _tell(pair, replace(asked, key="k"))
    assert len({one, two, three}) == 3
    assert four == three


async def test_one_that_is_refused_holds_up_no_other(pair: Pair) -> None:
    bad = replace(_told(_of(pair.ada), "bad"), data={})
    good = [_told(_of(pair.ada), number) for number in ("9", "3", "3")]
    found = await _tell(pair, good[0], bad, _told(_of(1), "lost"), *good[1:])
    assert [type(one) for one in found] == [ToldView, Invalid, NotFound, ToldView, ToldView]
    assert found[3] == found[4]
    assert await _orders(pair, pair.ada) == ["9", "3"]


async def test_of_two_who_tell_at_once_one_records(pair: Pair) -> None:
    """Each of several, in contrary orders."""
    several = [_told(_of(who), f"{who}-{n}") for who in (pair.ada, pair.bo) for n in range(3)]
    one, two = await asyncio.gather(_tell(pair, *several), _tell(pair, *reversed(several)))
    assert one == list(reversed(two))
    assert await pair.shop.database.read(_keys) == 6
    assert sorted(await _orders(pair, pair.ada)) == [f"{pair.ada}-{n}" for n in range(3)]


@pytest.mark.parametrize("joined_first", [True, False])
async def test_what_was_told_of_one_goes_where_they_go(pair: Pair, joined_first: bool) -> None:
    await pair.proves(pair.bo, "email", "bo@shop.example")
    ways = [
        _of(pair.bo),
        Whose(channel_id=pair.desk.channel_id, external_id="777"),
        Whose(email="bo@shop.example"),
    ]
    several = [_told(whose, str(n)) for n, whose in enumerate(ways)]
    if joined_first:
        joining = await pair.join(pair.ada, pair.bo)
        assert await _owner(pair, *several, _told(_of(pair.ada), "hers")) == [pair.ada] * 4
    else:
        assert await _owner(pair, *several, _told(_of(pair.ada), "hers")) == [
            *[pair.bo] * 3,
            pair.ada,
        ]
        joining = await pair.join(pair.ada, pair.bo)
    assert await _orders(pair, pair.ada) == ["0", "1", "2", "hers"]
    await pair.separate(joining)
    assert await _orders(pair, pair.ada) == ["hers"]
    assert await _orders(pair, pair.bo) == ["0", "1", "2"]
    assert await _owner(pair, *several) == [pair.bo] * 3


async def test_who_was_erased_is_not_known_any_more_nor_the_key(pair: Pair) -> None:
    await _tell(pair, _told(_of(pair.ada)), _told(_of(pair.bo), "2"))
    await pair.shop.do(lambda s: erasing.erase(s, pair.ada, by_kim(LATER), key="kim"))
    assert await pair.shop.database.read(_keys) == 1
    (gone,) = await _tell(pair, _told(_of(pair.ada)))
    assert isinstance(gone, NotFound)
    assert await _orders(pair, pair.ada) == []
