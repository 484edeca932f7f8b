"""A link that somebody was given joins them with whoever comes by it, once and not for long."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.channels.registry import OpenChannel
from scrm.channels.values import MessageReceived
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Message
from scrm.intake.applying.service import Unit, apply
from scrm.joining.links import service as links
from scrm.joining.links.policy import ranked
from scrm.joining.links.tables import StartLink
from scrm.joining.links.values import LIVES, Standing
from tests.scrm.joining.people import Pair, hashed, said
from tests.support.clock import NOON
from tests.support.scene import Scene


async def _link(pair: Pair, address: str = "501") -> str:
    """The link that who has this address was given at noon."""

    def work(session: Session) -> str:
        question = select(Identity.id).where(col(Identity.external_id) == address)
        return links.make(session, session.exec(question).one(), NOON)

    return await pair.shop.do(work)


def _comes(scene: Scene, who: str, token: str) -> tuple[OpenChannel, MessageReceived]:
    channel, message = said(scene, who, f"/start {token}")
    return channel, replace(message, content=replace(message.content, start=token))


async def _left(pair: Pair) -> int:
    return len(await pair.shop.database.read(lambda s: s.exec(select(StartLink)).all()))


async def test_who_comes_by_the_link_is_who_asked_for_it(pair: Pair) -> None:
    await pair.arrive(_comes(pair.desk, "777", await _link(pair)))
    assert await pair.addresses(pair.ada) == ["501", "777"]
    (joining,) = await pair.joinings()
    message = await pair.shop.database.read(
        lambda s: s.get_one(Message, int(joining.evidence["message_id"]))
    )
    assert (joining.evidence["kind"], joining.by["kind"]) == ("signed_link", "system")
    assert message.text.startswith("/start ")
    assert await _left(pair) == 0


async def test_a_stranger_who_comes_by_the_link_is_joined_in_the_same_commit(pair: Pair) -> None:
    (contact,) = await pair.arrive(_comes(pair.desk, "903", await _link(pair)))
    assert contact == pair.ada


async def test_a_link_that_is_passed_on_joins_the_first_and_nobody_else(pair: Pair) -> None:
    token = await _link(pair)
    await pair.arrive(_comes(pair.desk, "777", token))
    (second,) = await pair.arrive(_comes(pair.desk, "903", token))
    assert await pair.addresses(second) == ["903"]
    assert len(await pair.joinings()) == 1


async def test_in_one_batch_too_the_first_has_it(pair: Pair) -> None:
    token = await _link(pair)
    first, second = await pair.arrive(
        _comes(pair.desk, "777", token), _comes(pair.desk, "903", token)
    )
    assert first == pair.ada
    assert await pair.addresses(second) == ["903"]


async def test_of_two_who_come_by_it_at_once_one_is_joined(pair: Pair) -> None:
    for number in range(4):
        token = await _link(pair)
        names = [f"91{number}", f"92{number}"]
        await asyncio.gather(*(pair.arrive(_comes(pair.desk, name, token)) for name in names))
        assert len(await pair.joinings()) == number + 1
        assert len(set(names) & set(await pair.addresses(pair.ada))) == 1


@pytest.mark.parametrize(("after", "joined"), [(LIVES - timedelta(seconds=1), 1), (LIVES, 0)])
async def test_it_holds_for_half_an_hour(pair: Pair, after: timedelta, joined: int) -> None:
    arriving = [_comes(pair.desk, "777", await _link(pair))]
    await pair.shop.do(lambda s: apply(Unit(s, NOON + after, hashed), arriving))
    assert len(await pair.joinings()) == joined


async def test_what_ran_out_is_forgotten_and_what_holds_is_not(pair: Pair) -> None:
    await _link(pair)
    await pair.shop.do(lambda s: links.forget(s, NOON + LIVES - timedelta(seconds=1)))
    assert await _left(pair) == 1
    await pair.shop.do(lambda s: links.forget(s, NOON + LIVES))
    assert await _left(pair) == 0


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "é" * 43, "parcel"])
async def test_what_nobody_was_given_is_only_a_message(pair: Pair, token: str) -> None:
    await _link(pair)
    (contact,) = await pair.arrive(_comes(pair.desk, "777", token))
    assert contact == pair.bo
    assert await pair.joinings() == []
    assert await _left(pair) == 1


async def test_ones_own_link_joins_nobody(pair: Pair) -> None:
    await pair.arrive(_comes(pair.shop, "501", await _link(pair)))
    assert await pair.joinings() == []


async def test_only_the_hash_is_kept(pair: Pair) -> None:
    token = await _link(pair)
    (row,) = await pair.shop.database.read(lambda s: s.exec(select(StartLink)).all())
    assert token not in row.model_dump_json()


async def test_who_proved_another_phone_is_not_joined_and_the_link_is_used_up(pair: Pair) -> None:
    await pair.proves(pair.ada, "phone", "+491701111111")
    await pair.proves(pair.bo, "phone", "+491702222222")
    await pair.arrive(_comes(pair.desk, "777", await _link(pair)))
    assert await pair.joinings() == []
    assert await _left(pair) == 0


async def test_separated_again_they_can_come_by_another_link(pair: Pair) -> None:
    for number in range(2):
        await pair.arrive(_comes(pair.desk, "777", await _link(pair)))
        joining = (await pair.joinings())[number]
        assert await pair.addresses(pair.ada) == ["501", "777"]
        await pair.separate(joining.id)
        assert await pair.addresses(pair.bo) == ["777"]


async def test_a_visitor_without_a_name_is_joined_into_whoever_has_one(pair: Pair) -> None:
    def nickname(session: Session) -> None:
        question = select(Identity).where(col(Identity.external_id) == "501")
        identity = session.exec(question).one()
        identity.display, identity.username = "", "visitor 4711"
        session.get_one(Contact, pair.ada).name = "visitor 4711"

    await pair.shop.do(nickname)
    await pair.arrive(_comes(pair.desk, "777", await _link(pair)))
    assert await pair.addresses(pair.bo) == ["501", "777"]
    assert (await pair.contact(pair.bo)).name == "Person 777"


@pytest.mark.parametrize(
    ("one_named", "two_named", "first"),
    [(True, True, 1), (False, False, 1), (False, True, 2), (True, False, 1)],
)
def test_a_name_counts_more_than_having_been_here_first(
    *, one_named: bool, two_named: bool, first: int
) -> None:
    one, two = Standing(1, one_named, NOON), Standing(2, two_named, NOON + timedelta(days=1))
    both = (first, 3 - first)
    assert ranked(one, two) == ranked(two, one) == both
