"""F-18, P19: a request that is repeated with its key has one effect and one answer."""

import asyncio
import random
from collections.abc import Callable

from aiohttp import ClientError
from sqlmodel import Session, col, func, select

from scrm.conversations.tables import Message
from scrm.conversations.values import Direction
from scrm.delivery.tables import Delivery
from tests.faults.replying import at_random, conversations_of
from tests.support.cast import ADA, BO, Telegram
from tests.support.databases import Place
from tests.support.hub import NOWHERE, Reply, RunningHub, channel_settings
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.process import RETRY, HubProcess, hub_process

TWINS = 20


def _sent(session: Session) -> tuple[int, int]:
    """How many messages were written, and how many deliveries they have."""
    messages = select(func.count()).select_from(Message)
    return (
        session.exec(messages.where(col(Message.direction) == Direction.OUT)).one(),
        session.exec(select(func.count()).select_from(Delivery)).one(),
    )


async def _path(hub: RunningHub) -> str:
    await hub.hear(ADA, "Hello")
    return f"/conversations/{await hub.conversation_of(ADA)}/messages"


async def test_twenty_twins_at_once_have_one_effect_and_equal_answers(hub: RunningHub) -> None:
    path = await _path(hub)
    twins = [hub.client.post(path, {"text": "Once"}, key="a key") for _ in range(TWINS)]
    replies = await asyncio.gather(*twins)
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body for reply in replies}) == 1
    assert await hub.read(_sent) == (1, 1)


async def test_another_body_under_the_same_key_is_refused(hub: RunningHub) -> None:
    path = await _path(hub)
    await hub.client.post(path, {"text": "Once"}, key="a key")
    other = await hub.client.post(path, {"text": "Something else"}, key="a key")
    assert (other.status, other.json["code"]) == (422, "key_reused")
    assert await hub.read(_sent) == (1, 1)


async def test_the_same_body_to_another_place_under_the_same_key_is_refused(
    hub: RunningHub,
) -> None:
    await hub.client.post(await _path(hub), {"text": "Once"}, key="a key")
    await hub.hear(BO, "Hello")
    path = f"/conversations/{await hub.conversation_of(BO)}/messages"
    assert (await hub.client.post(path, {"text": "Once"}, key="a key")).status == 422


async def test_without_a_key_twins_are_two(hub: RunningHub) -> None:
    path = await _path(hub)
    await asyncio.gather(*(hub.client.post(path, {"text": "Twice"}) for _ in range(2)))
    assert await hub.read(_sent) == (2, 2)


async def test_a_request_that_failed_may_be_repeated_with_its_key(hub: RunningHub) -> None:
    path = await _path(hub)
    empty = await hub.client.post(path, {"text": ""}, key="a key")
    assert empty.status == 422
    assert (await hub.client.post(path, {"text": "Now"}, key="a key")).status == 201


async def test_a_key_holds_through_a_kill(
    killed_place: Place, nurse: Nursery, dice: random.Random, times: Callable[[int, int], int]
) -> None:
    """Each request is repeated until it is answered, whatever happens in the middle of it."""
    kills = times(10, 100)
    async with hub_process(killed_place, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        await hub.client.push(Telegram().says(ADA, "Hello"))
        (conversation,) = await conversations_of(hub, [ADA])
        path = f"/conversations/{conversation}/messages"
        death = at_random(dice, 0.1)
        for number in range(kills):
            text = f"answer {number}"
            posting = asyncio.gather(*(_until_answered(hub, path, text) for _ in range(4)))
            await death(hub)
            await hub.start()
            replies = await posting
            assert len({reply.body for reply in replies}) == 1
    assert violations(killed_place) == []
    assert _texts(killed_place) == [f"answer {number}" for number in range(kills)]


async def _until_answered(hub: HubProcess, path: str, text: str) -> Reply:
    while True:
        await hub.up.wait()
        try:
            reply = await hub.client.post(path, {"text": text}, key=text)
        except (ClientError, OSError):
            await asyncio.sleep(RETRY)
            continue
        if reply.status == 201:
            return reply
        assert reply.status == 503, reply.body


def _texts(place: Place) -> list[str]:
    with place.reading() as session:
        question = select(Message.text).where(col(Message.direction) == Direction.OUT)
        return list(session.exec(question.order_by(col(Message.seq))))
