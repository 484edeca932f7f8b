"""Who erases while others write, answer, change, join and erase: nothing is left in between."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import Session

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact
from scrm.conversations import service as conversations
from scrm.conversations.index import store as terms_index
from scrm.conversations.search import service as index
from scrm.conversations.values import Draft
from scrm.erasing.tables import Erasure
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.terms import Words
from tests.scrm.erasing.ledger import erase, wrong
from tests.scrm.joining.people import Pair, said
from tests.support.clock import NOON
from tests.support.scene import AGENT

ROUNDS = 6
FAR = NOON.replace(year=2060)


async def test_of_two_who_erase_at_once_one_does(pair: Pair) -> None:
    for number in range(ROUNDS):
        who = await pair.hear(pair.shop, f"60{number}", "Hello")
        ends = await asyncio.gather(*(erase(pair, who) for _ in range(3)), return_exceptions=True)
        assert len([one for one in ends if isinstance(one, Erasure)]) == 1
        assert len([one for one in ends if isinstance(one, NotFound)]) == 2


@pytest.mark.parametrize("write_first", [True, False])
async def test_what_comes_meanwhile_is_theirs_or_somebody_new(
    pair: Pair, *, write_first: bool
) -> None:
    for number in range(ROUNDS):
        who = await pair.hear(pair.shop, f"60{number}", "Hello")
        acts: list[Awaitable[object]] = [_writes(pair, f"60{number}"), erase(pair, who)]
        await asyncio.gather(*(acts if write_first else acts[::-1]))
        assert (await pair.contact(who)).name == ""
        assert await pair.said_to(who) == await pair.addresses(who) == []
    assert await wrong(pair.shop.database) == []


async def _writes(pair: Pair, who: str) -> object:
    return await pair.arrive(*(said(pair.shop, who, f"more {n}") for n in range(3)))


@pytest.mark.parametrize("erase_first", [True, False])
async def test_beside_a_joining_both_are_erased_or_they_are_not_joined(
    pair: Pair, *, erase_first: bool
) -> None:
    for number in range(ROUNDS):
        one = await pair.hear(pair.shop, f"60{number}", "One")
        two = await pair.hear(pair.desk, f"70{number}", "Two")
        acts: list[Awaitable[object]] = [erase(pair, two), pair.join(one, two)]
        order = acts if erase_first else acts[::-1]
        ends = await asyncio.gather(*order, return_exceptions=True)
        joined = ends[1 if erase_first else 0]
        left = (await pair.contact(one)).erased_at
        assert (left is None) is isinstance(joined, NotFound), joined
        assert (await pair.contact(two)).erased_at is not None
    assert await wrong(pair.shop.database) == []


async def test_beside_a_separation_one_or_both_are_erased(pair: Pair) -> None:
    for number in range(ROUNDS):
        one = await pair.hear(pair.shop, f"60{number}", "One")
        two = await pair.hear(pair.desk, f"70{number}", "Two")
        joining = await pair.join(one, two)
        erased, separated = await asyncio.gather(
            erase(pair, two), pair.separate(joining), return_exceptions=True
        )
        assert isinstance(erased, Erasure)
        left = (await pair.contact(one)).erased_at
        assert (left is not None) is isinstance(separated, NotFound | Conflict)
    assert await wrong(pair.shop.database) == []


async def test_what_is_answered_changed_and_indexed_meanwhile_leaves_nothing(pair: Pair) -> None:
    for number in range(ROUNDS):
        heard = await pair.shop.hear("Hello", who=f"60{number}", external_id=f"of {number}")
        ends = await asyncio.gather(
            pair.shop.do(_answering(heard.conversation_id)),
            pair.shop.do(lambda s: index.index_new(s, FAR)),
            pair.shop.do(_renaming(heard.contact_id)),
            erase(pair, heard.contact_id),
            pair.shop.do(lambda s: index.index_new(s, FAR)),
            pair.shop.do(_renaming(heard.contact_id)),
            return_exceptions=True,
        )
        assert isinstance(ends[3], Erasure)
        assert all(isinstance(one, NotFound) for one in ends if isinstance(one, Exception))
        assert (await pair.contact(heard.contact_id)).name == ""
    terms = Words.of("Hello").terms
    assert await pair.shop.database.read(lambda s: terms_index.find(s, terms, None, 100)) == []
    assert await wrong(pair.shop.database) == []


def _answering(conversation_id: int) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        conversations.send(session, conversation_id, AGENT, Draft("Hello"), NOON)

    return work


def _renaming(contact_id: int) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        contact = session.get_one(Contact, contact_id)
        contacts.change(session, contact, {"name": "Somebody"}, NOON)

    return work
