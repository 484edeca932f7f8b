"""What a campaign writes stands in the conversation, whose place in the inbox does not move."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from config.doctor import examine
from scrm.conversations.campaigns import service as campaigns
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.conversations.search import service as search
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import SYSTEM
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning
from scrm.delivery.tables import Delivery
from scrm.delivery.values import Due, OfCampaign
from scrm.kernel.ids import new_id
from scrm.organisation import service as organisation
from tests.scrm.conversations.campaigning import (
    DAY,
    LAST,
    YES,
    conversation,
    known,
    thread,
    write,
)
from tests.support.clock import NOON
from tests.support.scene import Scene

HOUR = timedelta(hours=1)
_WRITTEN = ("next_seq", "campaign_id", "campaign_message_id", "campaign_until")


def _rest(one: Conversation) -> Mapping[str, Any]:
    return one.model_dump(exclude=set(_WRITTEN))


async def _is_sound(scene: Scene) -> bool:
    return not [one for one in await scene.database.read(examine) if one.wrong]


async def test_it_stands_in_the_live_conversation_and_moves_nothing(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    before = await conversation(scene, ada.conversation_id)
    scene.now = NOON + HOUR
    (message_id,) = await write(
        scene, [ada], content={"text": "Sale **now**", "format": "light", "buttons": [YES]}
    )
    after = await conversation(scene, ada.conversation_id)
    assert _rest(after) == _rest(before)
    assert after.waiting_since == NOON
    assert (after.next_seq, after.campaign_id, after.campaign_message_id) == (3, 5, message_id)
    shown, _ = await scene.database.read(
        lambda s: reading.thread(s, ada.conversation_id, before=None, after=None, limit=9)
    )
    offer = shown[-1]
    assert (offer.id, offer.seq, offer.campaign_id) == (str(message_id), 2, "5")
    assert (offer.author.kind, offer.direction, offer.status) == ("campaign", "out", "sent")
    assert offer.content == {"text": "Sale **now**", "format": "light", "buttons": [YES]}
    assert offer.created_at == NOON + HOUR
    assert await _is_sound(scene)


async def test_it_stands_in_the_last_past_one_and_opens_nothing(scene: Scene) -> None:
    first = await scene.hear("Hello")
    await scene.do(lambda s: lifecycle.resolve(s, first.conversation_id, SYSTEM, NOON))

    await scene.do(lambda s: organisation.change(s, {"reopen_after_days": 1}))
    scene.now = NOON + 2 * DAY
    second = await scene.hear("Me again", external_id="2", at=scene.now)
    assert second.conversation_id != first.conversation_id
    await scene.do(lambda s: lifecycle.resolve(s, second.conversation_id, SYSTEM, scene.now))
    before = await conversation(scene, second.conversation_id)
    (message_id,) = await write(scene, [second])
    after = await conversation(scene, second.conversation_id)
    assert _rest(after) == _rest(before)
    assert after.state == "resolved"
    assert [one.id for one in await thread(scene, second.conversation_id)][-1] == message_id
    assert await _is_sound(scene)


async def test_who_never_wrote_gets_a_conversation_that_is_done_with(scene: Scene) -> None:
    bo = await known(scene, "502")
    (message_id,) = await write(scene, [bo], who="502")
    (made,) = await scene.database.read(lambda s: list(s.exec(select(Conversation))))
    assert (made.state, made.waiting_since, made.in_count) == ("resolved", None, 0)
    assert (made.last_message_id, made.last_text, made.resolved_at) == (message_id, "Sale!", NOON)
    assert [(one.id, one.seq) for one in await thread(scene, made.id)] == [(message_id, 1)]
    heard = await scene.hear("What?", who="502", at=NOON + HOUR)
    assert heard.conversation_id == made.id
    assert await _is_sound(scene)


async def test_what_is_tried_again_is_not_written_again(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await write(scene, [ada])

    def queued(session: Session) -> None:
        session.exec(select(Delivery)).one().state = "queued"

    await scene.do(queued)
    (one,) = await scene.reserve()
    await scene.do(lambda s: sending.begin(s, [Beginning(one, [one.content])], NOON, LAST))
    assert await scene.state_of(one.id) == "sending"
    assert len(await thread(scene, ada.conversation_id)) == 2
    assert await _is_sound(scene)


async def test_several_to_one_person_are_numbered(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await write(scene, [ada])
    await write(scene, [ada], occurrence_id=8)
    await scene.answer(ada.conversation_id, "Hi")
    assert [one.seq for one in await thread(scene, ada.conversation_id)] == [1, 2, 3, 4]
    assert await _is_sound(scene)


async def test_many_cost_as_many_statements_as_few(scene: Scene) -> None:
    """But for the rows themselves: 8 and 64 are what goes in one statement."""

    async def statements(number: int, first: int) -> int:
        people = [
            await scene.hear("Hello", who=str(first + at), external_id=str(first + at))
            for at in range(number)
        ]
        return await _traced(scene, people)

    few, many = await statements(8, 1_000), await statements(64, 2_000)
    assert many == few


async def _traced(scene: Scene, people: Any) -> int:
    """How often the driver is called while a set is begun."""
    from scrm.kernel import sets

    calls = 0
    real = sets.execute

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return real(*given, **named)

    sets.execute = counted
    try:
        await write(scene, people)
    finally:
        sets.execute = real
    return calls


async def test_who_answers_in_the_same_second_has_a_number_of_their_own(scene: Scene) -> None:
    ada = await scene.hear("Hello")

    async def offer(number: int) -> None:
        row = Due(
            *(0, new_id(), ada.contact_id, ada.identity_id, scene.channel_id),
            *(OfCampaign(5, number, 1, 9), {"text": f"offer {number}"}),
        )
        await scene.do(lambda s: campaigns.write(s, [row], NOON))

    async def answer(number: int) -> None:
        await scene.answer(ada.conversation_id, f"answer {number}")

    await asyncio.gather(*(one(number) for number in range(5) for one in (offer, answer)))
    assert [one.seq for one in await thread(scene, ada.conversation_id)] == list(range(1, 12))
    assert await _is_sound(scene)


async def test_what_campaigns_write_is_not_searched_for(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await write(scene, [ada])
    await scene.hear("sale of what", external_id="2")
    now: datetime = NOON + 99 * DAY  # later than any id that is made

    def indexed(session: Session) -> list[int]:
        search.index_new(session, now)
        question = (
            "SELECT rowid FROM message_search"
            if _lite(session)
            else "SELECT id FROM message_search"
        )
        return [row[0] for row in session.execute(text(question))]

    def _lite(session: Session) -> bool:
        return session.get_bind().dialect.name == "sqlite"

    found = await scene.do(indexed)
    rows = await scene.database.read(
        lambda s: list(s.exec(select(Message).where(col(Message.direction) == "in")))
    )
    assert sorted(found) == sorted(one.id for one in rows)
