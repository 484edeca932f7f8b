"""F-20, P8: a state change and the message that it causes are committed together, or neither is."""

from collections.abc import Callable

import pytest
from aiohttp import ClientError
from sqlmodel import Session, col, select

from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import Direction
from scrm.delivery.tables import Delivery
from scrm.journal.tables import Event
from tests.faults.replying import conversations_of
from tests.support.cast import ADA, Telegram
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings
from tests.support.nursery import Nursery
from tests.support.process import hub_process

Arm = Callable[[str], None]

BETWEEN = ("conversations.written", "conversations.enqueued", "conversations.moved")
"""After the message's row, after its delivery, after the conversation: all before the commit."""


def _state(session: Session) -> tuple[str, int, list[str], int, int]:
    """All that an answer changes: the conversation, its messages, their deliveries, the facts."""
    conversation = session.exec(select(Conversation)).one()
    out = select(Message.text).where(col(Message.direction) == Direction.OUT)
    return (
        conversation.state,
        conversation.next_seq,
        list(session.exec(out)),
        len(session.exec(select(Delivery.id)).all()),
        len(session.exec(select(Event.id)).all()),
    )


@pytest.mark.parametrize("place_of_failure", BETWEEN)
async def test_an_answer_that_fails_half_way_leaves_nothing(
    place_of_failure: str, hub: RunningHub, failpoints: Arm
) -> None:
    await hub.hear(ADA, "Hello")
    conversation = await hub.conversation_of(ADA)
    before = await hub.read(_state)
    failpoints(f"{place_of_failure}=raise:ValueError")
    path = f"/conversations/{conversation}/messages"
    assert (await hub.client.post(path, {"text": "Hi"})).status == 500
    assert await hub.read(_state) == before
    failpoints("")
    assert (await hub.client.post(path, {"text": "Hi"})).status == 201
    after = await hub.read(_state)
    assert after[2:4] == (["Hi"], 1)


@pytest.mark.parametrize("place_of_failure", BETWEEN)
async def test_a_process_that_dies_half_way_leaves_nothing(
    place_of_failure: str, sqlite_only: Place, nurse: Nursery
) -> None:
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as hub:
        hub.failpoints = f"{place_of_failure}=exit"
        await hub.start()
        await hub.client.push(Telegram().says(ADA, "Hello"))
        (conversation,) = await conversations_of(hub, [ADA])
        with sqlite_only.reading() as session:
            before = _state(session)
        with pytest.raises((ClientError, OSError)):
            await hub.client.post(f"/conversations/{conversation}/messages", {"text": "Hi"})
        assert await hub.died() == 9
    with sqlite_only.reading() as session:
        assert _state(session) == before


def _causes_and_effects(session: Session) -> tuple[set[int], set[int]]:
    out = select(Message.id).where(col(Message.direction) == Direction.OUT)
    return set(session.exec(out)), set(session.exec(select(Delivery.message_id)))


async def test_every_message_out_has_its_delivery_and_every_delivery_its_message(
    hub: RunningHub, failpoints: Arm
) -> None:
    """Every third answer fails, each at another place."""
    await hub.hear(ADA, "Hello")
    path = f"/conversations/{await hub.conversation_of(ADA)}/messages"
    for number in range(12):
        failpoints(f"{BETWEEN[number % 3]}=raise:ValueError" if number % 3 else "")
        await hub.client.post(path, {"text": f"answer {number}"})
    failpoints("")
    messages, deliveries = await hub.read(_causes_and_effects)
    assert messages == deliveries
    assert len(messages) == 4
