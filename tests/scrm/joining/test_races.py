"""Who joins while others join, write or are answered: nothing is lost between two contacts."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session

from scrm.channels.registry import OpenChannel
from scrm.channels.values import MessageReceived
from scrm.conversations import service as conversations
from scrm.conversations.values import Draft
from scrm.joining.values import BY_HAND
from scrm.kernel.errors import Conflict
from tests.scrm.joining.people import Pair, said
from tests.support.clock import NOON
from tests.support.scene import AGENT

ROUNDS = 6


async def test_of_two_who_join_the_same_at_once_one_wins(pair: Pair) -> None:
    for _ in range(ROUNDS):
        ends = await asyncio.gather(
            pair.join(pair.ada, pair.bo), pair.join(pair.bo, pair.ada), return_exceptions=True
        )
        (won,) = [one for one in ends if isinstance(one, int)]
        (lost,) = [one for one in ends if not isinstance(one, int)]
        assert isinstance(lost, Conflict)
        shells = [await pair.contact(one) for one in (pair.ada, pair.bo)]
        assert sorted(one.joined_into is None for one in shells) == [False, True]
        await pair.separate(won)


async def test_of_two_who_separate_at_once_one_wins(pair: Pair) -> None:
    for _ in range(ROUNDS):
        joining = await pair.join(pair.ada, pair.bo)
        ends = await asyncio.gather(
            *(pair.separate(joining) for _ in range(3)), return_exceptions=True
        )
        assert len([one for one in ends if one is None]) == 1
        assert all(one is None or isinstance(one, Conflict) for one in ends)
        assert await pair.addresses(pair.bo) == ["777"]


async def test_a_chain_joined_at_once_from_both_ends_is_a_chain_or_a_conflict(pair: Pair) -> None:
    cy = await pair.hear(pair.desk, "888", "Cy here")
    for _ in range(ROUNDS):
        ends = await asyncio.gather(
            pair.join(pair.ada, pair.bo), pair.join(cy, pair.ada), return_exceptions=True
        )
        live = [one for one in ends if isinstance(one, int)]
        everybody = [await pair.contact(one) for one in (pair.ada, pair.bo, cy)]
        roots = {one.id for one in everybody if one.joined_into is None}
        assert {one.joined_into for one in everybody} - {None} <= roots
        assert len(roots) == 3 - len(live)
        for joining in live:
            await pair.separate(joining)


async def test_what_comes_while_they_are_joined_and_separated_is_where_its_address_is(
    pair: Pair,
) -> None:
    async def write() -> None:
        for number in range(3 * ROUNDS):
            await pair.arrive(said(pair.desk, "777", f"Bo {number}"))

    async def answer() -> None:
        heard = await pair.desk.hear("hello?", who="777", external_id="start")
        for number in range(2 * ROUNDS):
            await pair.desk.do(_answering(heard.conversation_id, f"Kim {number}"))

    async def change_our_minds() -> None:
        for _ in range(ROUNDS):
            await pair.separate(await pair.join(pair.ada, pair.bo, BY_HAND))

    await asyncio.gather(write(), answer(), change_our_minds())
    assert await pair.addresses(pair.bo) == ["777"]
    assert await pair.said_by(pair.ada) == await pair.said_to(pair.ada) == ["Ada here"]
    assert len(await pair.said_by(pair.bo)) == 3 * ROUNDS + 2
    assert (await pair.facts(pair.bo)).count("message.received") == 3 * ROUNDS + 2
    assert (await pair.facts(pair.ada)).count("message.received") == 1


def _answering(conversation_id: int, text: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        conversations.send(session, conversation_id, AGENT, Draft(text), NOON)

    return work


@pytest.mark.parametrize("write_first", [True, False])
async def test_the_first_message_in_a_thread_of_its_own_while_they_are_joined(
    pair: Pair, *, write_first: bool
) -> None:
    """A new conversation is made of what was known a moment before."""
    for number in range(ROUNDS):
        acts = [
            pair.arrive(_in_thread(pair, f"thread {number}")),
            pair.join(pair.ada, pair.bo),
        ]
        ends = await asyncio.gather(*(acts if write_first else reversed(acts)))
        assert len(await pair.said_by(pair.ada)) == len(await pair.said_to(pair.ada)) == number + 3
        assert await pair.said_to(pair.bo) == await pair.said_by(pair.bo) == []
        (joining,) = [one for one in ends if isinstance(one, int)]
        await pair.separate(joining)


def _in_thread(pair: Pair, key: str) -> tuple[OpenChannel, MessageReceived]:
    channel, message = said(pair.desk, "777", key)
    return channel, replace(message, thread_key=key)
