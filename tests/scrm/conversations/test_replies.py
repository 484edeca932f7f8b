"""Which words are answers to a campaign, and that they are told of."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from scrm.channels.outbound import Sent
from scrm.conversations import service as conversations
from scrm.conversations.letters.service import send_together
from scrm.conversations.letters.values import Letter
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.replies import store as replies
from scrm.conversations.replies.values import ANSWERS_WITHIN
from scrm.conversations.values import SYSTEM, Author, AuthorKind, Draft
from scrm.delivery.sending import service as sending
from scrm.delivery.values import Lane
from scrm.organisation import service as organisation
from tests.scrm.conversations.campaigning import (
    DAY,
    YES,
    conversation,
    replied,
    reply,
    write,
)
from tests.support.clock import NOON
from tests.support.scene import Scene, arrived

HOUR = timedelta(hours=1)
BOT = Author(AuthorKind.BOT, None, "Bot")


async def _offered(scene: Scene, **given: Any) -> tuple[int, int]:
    """Ada wrote yesterday, and was offered something at noon: conversation and message."""
    ada = await scene.hear("Hello", at=NOON - DAY)
    await scene.do(lambda s: lifecycle.resolve(s, ada.conversation_id, SYSTEM, NOON - DAY))
    (message_id,) = await write(scene, [ada], **given)
    return ada.conversation_id, message_id


async def test_the_first_word_answers_and_opens(scene: Scene) -> None:
    conversation_id, message_id = await _offered(scene)
    answer = await reply(scene, "How much?", external_id="2", at=NOON + HOUR)
    assert await replied(scene) == [
        {
            "campaign_id": "5",
            "version_id": "9",
            "occurrence_id": "7",
            "step": 1,
            "message_id": str(message_id),
            "reply_id": str(answer.message_id),
            "conversation_id": str(conversation_id),
            "class": "other",
        }
    ]
    opened = await conversation(scene, conversation_id)
    assert (opened.state, opened.waiting_since) == ("open", NOON + HOUR)
    assert opened.campaign_message_id == message_id
    await reply(scene, "Hello?", external_id="3", at=NOON + 2 * HOUR)
    assert len(await replied(scene)) == 1, "the second word answers nothing"


@pytest.mark.parametrize(
    ("said", "kind"), [("STOP!", "stop"), ("退订", "stop"), ("please don't stop", "other")]
)
async def test_a_stop_word_is_told_apart(scene: Scene, said: str, kind: str) -> None:
    await _offered(scene)
    await reply(scene, said, external_id="2", at=NOON + HOUR)
    assert [one["class"] for one in await replied(scene)] == [kind]


async def test_who_says_stop_after_another_word_has_said_it_to_the_campaign(scene: Scene) -> None:
    conversation_id, message_id = await _offered(scene)
    await reply(scene, "Two tins, please", external_id="2", at=NOON + HOUR)
    scene.now = NOON + 2 * HOUR
    await scene.answer(conversation_id, "Gladly")
    await reply(scene, "STOP", external_id="3", at=NOON + 3 * HOUR)
    told = await replied(scene)
    assert [one["class"] for one in told] == ["other", "stop"]
    assert {one["message_id"] for one in told} == {str(message_id)}


async def test_who_says_stop_after_seven_days_has_not(scene: Scene) -> None:
    await _offered(scene)
    await reply(scene, "Two tins, please", external_id="2", at=NOON + HOUR)
    await reply(scene, "STOP", external_id="3", at=NOON + 8 * DAY)
    assert [one["class"] for one in await replied(scene)] == ["other"]


async def test_after_seven_days_a_first_word_is_its_own(scene: Scene) -> None:
    await _offered(scene)
    late = NOON + ANSWERS_WITHIN + timedelta(seconds=1)
    await reply(scene, "Hello", external_id="2", at=late)
    assert await replied(scene) == []


async def test_at_the_last_moment_it_still_answers(scene: Scene) -> None:
    await _offered(scene)
    await reply(scene, "Hello", external_id="2", at=NOON + ANSWERS_WITHIN)
    assert len(await replied(scene)) == 1


async def test_what_was_said_before_and_comes_late_answers_nothing(scene: Scene) -> None:
    """And what is said after it does."""
    await _offered(scene)
    await reply(scene, "One more thing", external_id="2", at=NOON - HOUR)
    assert await replied(scene) == []
    await reply(scene, "Oh, a sale", external_id="3", at=NOON + HOUR)
    assert len(await replied(scene)) == 1


async def test_after_a_colleague_s_word_or_the_bot_s_it_answers_that(scene: Scene) -> None:
    conversation_id, _ = await _offered(scene)
    scene.now = NOON + HOUR
    await scene.answer(conversation_id, "By the way")
    await reply(scene, "Yes?", external_id="2", at=NOON + 2 * HOUR)
    await write(scene, [await _ada(scene, "3")], occurrence_id=8)
    letter = Letter(conversation_id, Draft("Beep"))
    await scene.do(lambda s: send_together(s, BOT, [letter], scene.now, Lane.BOT))
    await reply(scene, "Yes?", external_id="4", at=NOON + 3 * HOUR)
    assert await replied(scene) == []


async def _ada(scene: Scene, external_id: str) -> Any:
    return await reply(scene, "Hm", external_id=external_id, at=NOON + 2 * HOUR)


async def test_what_never_arrived_is_not_answered_by_a_first_word(scene: Scene) -> None:
    await _offered(scene)

    def failed(session: Session) -> None:
        from sqlmodel import select

        from scrm.delivery.tables import Delivery

        session.exec(select(Delivery)).one().state = "failed"

    await scene.do(failed)
    await reply(scene, "Hello", external_id="2", at=NOON + HOUR)
    assert await replied(scene) == []


async def test_a_reply_answers_however_late_and_whatever_came_between(scene: Scene) -> None:
    conversation_id, message_id = await _offered(scene)
    scene.now = NOON + HOUR
    await scene.answer(conversation_id, "By the way")
    late = NOON + 30 * DAY
    await reply(scene, "About this", external_id="2", at=late, reply_to="p7-1")
    assert [one["message_id"] for one in await replied(scene)] == [str(message_id)]
    await reply(scene, "About that", external_id="3", at=late, reply_to="another")
    assert len(await replied(scene)) == 1


async def test_a_reply_to_the_older_of_two_answers_the_older(scene: Scene) -> None:
    conversation_id, older = await _offered(scene)
    ada = await _conversation_of(scene, conversation_id)
    scene.now = NOON + HOUR
    await write(scene, [ada], occurrence_id=8)
    await reply(scene, "The first", external_id="2", at=NOON + 2 * HOUR, reply_to="p7-1")
    assert [one["message_id"] for one in await replied(scene)] == [str(older)]
    assert [one["occurrence_id"] for one in await replied(scene)] == ["7"]


async def _conversation_of(scene: Scene, conversation_id: int) -> Any:
    return await conversation(scene, conversation_id)


async def test_a_button_of_the_message_answers_it(scene: Scene) -> None:
    conversation_id, _ = await _offered(scene, content={"buttons": [YES]})
    scene.now = NOON + HOUR
    await scene.answer(conversation_id, "By the way")
    await reply(scene, external_id="2", at=NOON + 9 * DAY, press="no")
    assert await replied(scene) == []
    await reply(scene, external_id="3", at=NOON + 9 * DAY, press="yes")
    assert [one["class"] for one in await replied(scene)] == ["button"]


async def test_a_press_on_the_last_part_of_a_long_message_answers_it(scene: Scene) -> None:
    parts = [{"text": "long"}, {"text": "message", "buttons": [YES]}]
    _, message_id = await _offered(scene, parts=parts, content={"buttons": [YES]})
    (rest,) = await scene.reserve()
    begun = await scene.begin(rest)
    await scene.do(lambda s: sending.record(s, [arrived(begun, Sent("p-last"))], NOON))
    await reply(scene, external_id="2", at=NOON + DAY, press="yes", reply_to="p-last")
    (told,) = await replied(scene)
    assert (told["message_id"], told["class"]) == (str(message_id), "button")


async def test_a_new_conversation_shows_what_was_written_in_the_one_before(scene: Scene) -> None:
    conversation_id, message_id = await _offered(scene)
    await _anew(scene)
    answer = await reply(scene, "How much?", external_id="2", at=NOON + HOUR)
    assert answer.conversation_id != conversation_id
    opened = await conversation(scene, answer.conversation_id)
    assert (opened.campaign_id, opened.campaign_message_id) == (5, message_id)
    assert [one["conversation_id"] for one in await replied(scene)] == [str(opened.id)]
    await reply(scene, "Hello?", external_id="3", at=NOON + HOUR)
    assert len(await replied(scene)) == 1


async def test_a_new_conversation_about_something_else_shows_no_campaign(scene: Scene) -> None:
    await _offered(scene)
    await _anew(scene)
    answer = await reply(scene, "Hello", external_id="2", at=NOON + 8 * DAY)
    opened = await conversation(scene, answer.conversation_id)
    assert (opened.campaign_id, opened.campaign_message_id) == (None, None)


async def test_a_colleague_s_new_conversation_shows_no_campaign(scene: Scene) -> None:
    conversation_id, _ = await _offered(scene)
    await _anew(scene)
    contact_id = (await conversation(scene, conversation_id)).contact_id
    later: datetime = NOON + DAY
    made = await scene.do(lambda s: conversations.start(s, contact_id, scene.channel_id, later))
    assert made.id != conversation_id
    assert (made.campaign_id, made.campaign_until) == (None, None)


async def _anew(scene: Scene) -> None:
    await scene.do(lambda s: organisation.change(s, {"reopen_after_days": 1}))


async def test_nothing_is_asked_where_no_campaign_has_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(replies, "by_message", never)
    monkeypatch.setattr(replies, "by_external", never)
    await scene.hear("Hello")
    await reply(scene, "Hi", external_id="2", at=NOON, press="yes", reply_to="9")


async def test_what_is_said_without_pointing_at_anything_is_asked_about_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _offered(scene)
    await reply(scene, "How much?", external_id="2", at=NOON + HOUR)

    def never(*_given: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(replies, "by_message", never)
    await reply(scene, "Hello?", external_id="3", at=NOON + HOUR)
