"""Conversations on both databases: opened once, reopened, numbered without gaps, never doubled."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from config.doctor import examine
from scrm.channels.tables import Channel
from scrm.conversations import service as conversations
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import SYSTEM, ConversationState, Direction, Draft
from scrm.delivery.tables import Delivery
from scrm.kernel.errors import Conflict, Invalid
from scrm.kernel.text import clean
from scrm.organisation import service as organisation
from tests.support.clock import NOON
from tests.support.scene import AGENT, Scene

HOUR = timedelta(hours=1)


async def _conversations(scene: Scene) -> list[Conversation]:
    question = select(Conversation).order_by(col(Conversation.id))
    return await scene.database.read(lambda s: list(s.exec(question)))


async def _numbers(scene: Scene) -> list[int]:
    question = select(Message.seq).order_by(col(Message.seq))
    return await scene.database.read(lambda s: list(s.exec(question)))


async def _is_sound(scene: Scene) -> bool:
    return not [one for one in await scene.database.read(examine) if one.wrong]


async def test_a_first_message_opens_and_a_second_joins(scene: Scene) -> None:
    first = await scene.hear("Hello", external_id="1")
    second = await scene.hear("Are you there?", external_id="2", at=NOON + HOUR)
    assert first.conversation_id == second.conversation_id
    (conversation,) = await _conversations(scene)
    assert (conversation.in_count, conversation.next_seq) == (2, 3)
    assert (conversation.last_text, conversation.waiting_since) == ("Are you there?", NOON)


async def test_a_message_that_comes_late_does_not_become_the_last(scene: Scene) -> None:
    await scene.hear("newer", external_id="2", at=NOON + HOUR)
    await scene.hear("older", external_id="1", at=NOON)
    (conversation,) = await _conversations(scene)
    assert (conversation.last_text, conversation.last_at) == ("newer", NOON + HOUR)


async def test_what_is_written_in_the_second_of_our_reply_stands_under_it(scene: Scene) -> None:
    """A platform that tells whole seconds puts it before the reply that it answers."""
    scene.now = replied = NOON + timedelta(microseconds=700_000)
    heard = await scene.hear("Hello", external_id="1")
    await scene.answer(heard.conversation_id, "Hi")
    await scene.hear("Are you open?", external_id="2", at=NOON)
    (conversation,) = await _conversations(scene)
    assert (conversation.last_text, conversation.last_at) == ("Are you open?", replied)
    assert conversation.last_direction == Direction.IN


async def test_the_same_message_twice_is_refused_by_the_database(scene: Scene) -> None:
    await scene.hear("Hello", external_id="1")
    with pytest.raises(IntegrityError):
        await scene.hear("Hello", external_id="1")
    assert await _numbers(scene) == [1]
    assert await _is_sound(scene)


async def test_a_message_reopens_what_was_resolved(scene: Scene) -> None:
    heard = await scene.hear("Hello", external_id="1")
    await scene.do(lambda s: lifecycle.resolve(s, heard.conversation_id, SYSTEM, NOON))
    again = await scene.hear("One more thing", external_id="2")
    assert again.conversation_id == heard.conversation_id
    (conversation,) = await _conversations(scene)
    assert conversation.state == ConversationState.OPEN


async def test_an_older_thread_is_not_opened_beside_its_newer_one(scene: Scene) -> None:
    old = await scene.hear("Hello", external_id="1")
    await scene.do(lambda s: lifecycle.resolve(s, old.conversation_id, SYSTEM, NOON))
    await scene.do(lambda s: organisation.change(s, {"reopen_after_days": 1}))
    scene.now = NOON + 72 * HOUR
    new = await scene.hear("Me again", external_id="2", at=scene.now)
    assert new.conversation_id != old.conversation_id
    with pytest.raises(Conflict, match="newer conversation"):
        await scene.answer(old.conversation_id, "Hi")
    with pytest.raises(Conflict, match="newer conversation"):
        await scene.do(lambda s: lifecycle.reopen(s, old.conversation_id, SYSTEM, NOON))
    await scene.do(lambda s: lifecycle.resolve(s, new.conversation_id, SYSTEM, scene.now))
    await scene.answer(old.conversation_id, "Hi")


async def test_a_message_wakes_what_was_snoozed(scene: Scene) -> None:
    heard = await scene.hear("Hello", external_id="1")
    await scene.do(lambda s: lifecycle.snooze(s, heard.conversation_id, None, SYSTEM, NOON))
    await scene.hear("Still there?", external_id="2")
    assert [one.state for one in await _conversations(scene)] == [ConversationState.OPEN]


async def test_a_snooze_ends_at_its_time_and_not_before(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    until = NOON + HOUR
    await scene.do(lambda s: lifecycle.snooze(s, heard.conversation_id, until, SYSTEM, NOON))
    assert await scene.do(lambda s: lifecycle.wake_due(s, until - timedelta(seconds=1))) == 0
    assert await scene.do(lambda s: lifecycle.wake_due(s, until)) == 1


async def test_an_answer_ends_the_waiting_and_is_queued(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    message = await scene.answer(heard.conversation_id, "Hi Ada")
    (conversation,) = await _conversations(scene)
    assert conversation.waiting_since is None
    delivery = await scene.database.read(lambda s: s.exec(select(Delivery)).one())
    assert (delivery.message_id, delivery.state) == (message.id, "queued")


async def test_a_note_is_queued_for_nobody(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    note = Draft("A difficult one")
    await scene.do(lambda s: conversations.note(s, heard.conversation_id, AGENT, note, NOON))
    assert await scene.database.read(lambda s: s.exec(select(Delivery)).all()) == []
    assert (await _conversations(scene))[0].waiting_since == NOON


async def test_answers_that_are_written_at_once_are_numbered_without_gaps(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    answers = [scene.answer(heard.conversation_id, f"answer {number}") for number in range(12)]
    await asyncio.gather(*answers)
    assert await _numbers(scene) == list(range(1, 14))
    assert await _is_sound(scene)


async def test_writers_of_all_kinds_at_once_leave_no_gap(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    here = heard.conversation_id

    def assign(session: Session) -> None:
        lifecycle.assign(session, here, AGENT, SYSTEM, NOON)

    note = Draft("Look at this")
    acts = [
        *(scene.hear(f"more {n}", external_id=f"more {n}") for n in range(6)),
        *(scene.answer(here, f"answer {n}") for n in range(6)),
        *(scene.do(lambda s: conversations.note(s, here, AGENT, note, NOON)) for _ in range(6)),
        scene.do(assign),
    ]
    await asyncio.gather(*acts)
    assert await _numbers(scene) == list(range(1, 21))
    assert await _is_sound(scene)


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
async def test_what_can_not_be_sent_is_invalid_and_leaves_nothing(text: str, scene: Scene) -> None:
    heard = await scene.hear("Hello")
    with pytest.raises(Invalid):
        await scene.answer(heard.conversation_id, text)
    assert await _numbers(scene) == [1]
    assert await scene.database.read(lambda s: s.exec(select(Delivery)).all()) == []


async def test_an_imported_conversation_can_not_be_answered(scene: Scene) -> None:
    heard = await scene.hear("Hello")

    def archive(session: Session) -> None:
        session.get_one(Channel, scene.channel_id).state = "archive"
        session.flush()

    await scene.do(archive)
    with pytest.raises(Conflict, match="imported"):
        await scene.answer(heard.conversation_id, "Hi")


async def test_odd_text_is_kept_as_it_was_cleaned(scene: Scene) -> None:
    odd = "a\0b \u202e c 👨\u200d👩\u200d👧 e\u0301"
    heard = await scene.hear("Hello")
    message = await scene.answer(heard.conversation_id, odd)
    kept = await scene.database.read(lambda s: s.get_one(Message, message.id).text)
    assert kept == clean(odd)
    assert "\0" not in kept
