"""The bot answers once, to the last words, and never where a colleague speaks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.bots import service, store
from scrm.bots.answering import service as answering
from scrm.bots.tables import BotTurn
from scrm.conversations import service as conversations
from scrm.conversations.bot import service as speaking
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.conversations.values import SYSTEM, Draft
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane
from tests.scrm.bots.conftest import GREETING, LOST, PERSON, PRICE, SOON, Bench
from tests.support.clock import NOON
from tests.support.endless import ENDLESS, make_endless
from tests.support.scene import AGENT

A_LITTLE = timedelta(milliseconds=400)


async def test_without_a_bot_nobody_takes_a_turn(bench: Bench) -> None:
    assert await bench.says("What is the price?") == []
    assert not bench.bots.wants("message.received")
    assert await bench.next_due() is None


async def test_a_keyword_beats_the_welcome_and_is_answered_in_the_persons_language(
    bench: Bench,
) -> None:
    await bench.in_force(GREETING, PRICE)
    assert await bench.says("What is the PRICE?") == ["Longjing is 12 a tin"]
    assert await bench.says("多少钱", who="502", locale="zh-hans") == ["龙井每罐十二元"]
    assert await bench.says("Hello there", who="503") == ["Welcome to the tea shop"]


async def test_an_answer_is_a_message_of_the_bot_on_its_way(bench: Bench) -> None:
    await bench.in_force(PRICE, name="Tea bot")
    heard = await bench.writes("price?")
    await bench.waits()
    (said,) = (one for one in await bench.thread() if one.author_kind == "bot")
    assert (said.author_name, said.direction) == ("Tea bot", "out")
    assert said.content["automatic"] == {"version": "1", "responder": "Price"}
    (sent,) = await bench.scene.database.read(lambda s: list(s.exec(select(Delivery))))
    assert (sent.message_id, sent.lane) == (said.id, LANE_ORDER[Lane.BOT])
    (told,) = await bench.events("bot.answered")
    assert (told.data["message_id"], told.data["responder"]) == (str(said.id), "Price")
    assert told.depth == 1
    seen = await bench.scene.database.read(
        lambda s: reading.conversation(s, None, heard.conversation_id)
    )
    assert seen.waiting_since is None
    assert seen.last_message is not None
    assert (seen.last_message.text, seen.last_message.author_kind) == (said.text, "bot")
    assert (seen.bot.state, seen.bot.why) == ("on", "")


async def test_a_burst_gets_one_answer_to_the_last(bench: Bench) -> None:
    await bench.in_force(GREETING, PRICE, LOST)
    await bench.writes("Hello")
    assert await bench.waits(A_LITTLE) == 0
    await bench.writes("I wonder")
    assert await bench.waits(A_LITTLE) == 0
    await bench.writes("the price?")
    assert await bench.waits(A_LITTLE) == 0
    assert await bench.waits(SOON) == 1
    assert await bench.answers() == ["Longjing is 12 a tin"]
    assert await bench.waits(SOON) == 0


async def test_who_writes_on_and_on_is_answered_in_the_end(bench: Bench) -> None:
    await bench.in_force(PRICE)
    for number in range(30):
        await bench.writes(f"price {number}")
        await bench.waits(A_LITTLE)
    assert len(await bench.answers()) == 1


async def test_whoever_presses_start_is_welcome_again(bench: Bench) -> None:
    await bench.in_force(GREETING, LOST)
    assert await bench.says("/start", start="") == ["Welcome to the tea shop"]
    assert await bench.says("qwerty") == ["I did not understand that, sorry"]
    assert await bench.says("/start", start="") == ["Welcome to the tea shop"]
    assert await bench.says("qwerty") == ["I did not understand that, sorry"]


async def test_a_stop_word_is_never_answered(bench: Bench) -> None:
    await bench.in_force(GREETING, LOST)
    assert await bench.says("STOP") == []
    assert await bench.says("退订") == []
    assert (await bench.conversation()).waiting_since is not None


async def test_our_own_words_come_back_are_no_message(bench: Bench) -> None:
    await bench.in_force(LOST, GREETING)
    assert await bench.says("Hello") == ["Welcome to the tea shop"]
    assert await bench.says("Welcome  to the tea shop") == []
    assert await bench.says("something else") == ["I did not understand that, sorry"]


async def test_what_comes_late_or_was_taken_back_is_not_answered(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await bench.scene.hear("price", at=NOON - timedelta(hours=2), external_id="late")
    await bench.waits()
    assert await bench.answers() == []


async def test_an_edit_is_answered_neither_after_nor_instead_of_its_message(bench: Bench) -> None:
    await bench.in_force(PRICE, GREETING)
    assert await bench.says("Hello") == ["Welcome to the tea shop"]
    for external_id in ("1", "never seen"):
        await bench.edits(external_id, "price?")
        assert await bench.waits() == 0
    assert await bench.answers() == ["Welcome to the tea shop"]


async def test_a_message_that_is_edited_while_its_turn_waits_is_answered_as_it_stands(
    bench: Bench,
) -> None:
    await bench.in_force(PRICE, GREETING)
    await bench.writes("prize?")
    await bench.edits("1", "price?")
    await bench.waits()
    assert await bench.answers() == ["Longjing is 12 a tin"]


def _colleague_answers(session: Session, conversation_id: int) -> None:
    conversations.send(session, conversation_id, AGENT, Draft("It is me"), NOON)


def _is_assigned(session: Session, conversation_id: int) -> None:
    lifecycle.assign(session, conversation_id, AGENT, SYSTEM, NOON)


def _is_taken_over(session: Session, conversation_id: int) -> None:
    speaking.take_over(session, conversation_id, AGENT, NOON)


@pytest.mark.parametrize(
    ("colleague", "why"),
    [
        (_colleague_answers, "answered"),
        (_is_assigned, "taken_over"),
        (_is_taken_over, "taken_over"),
    ],
)
async def test_it_is_silent_from_then_on_until_resolved_or_handed_back(
    bench: Bench, colleague: Callable[[Session, int], None], why: str
) -> None:
    await bench.in_force(PRICE, GREETING)
    heard = await bench.writes("price")
    await bench.scene.do(lambda s: colleague(s, heard.conversation_id))
    assert (await bench.conversation()).bot_silence == why
    await bench.waits()
    assert await bench.answers() == []  # what came before is the colleague's too
    await bench.writes("price")
    assert await bench.next_due() is None
    await bench.scene.do(lambda s: speaking.hand_back(s, heard.conversation_id, AGENT, NOON))
    assert await bench.says("price") == ["Longjing is 12 a tin"]
    await bench.scene.do(lambda s: colleague(s, heard.conversation_id))
    await bench.scene.do(lambda s: lifecycle.assign(s, heard.conversation_id, None, AGENT, NOON))
    await bench.scene.do(lambda s: lifecycle.resolve(s, heard.conversation_id, AGENT, NOON))
    assert await bench.says("Hello again") == ["Welcome to the tea shop"]


async def test_a_note_for_colleagues_silences_nobody(bench: Bench) -> None:
    await bench.in_force(PRICE)
    heard = await bench.writes("Hello")
    await bench.scene.do(
        lambda s: conversations.note(s, heard.conversation_id, AGENT, Draft("Who?"), NOON)
    )
    assert await bench.says("price") == ["Longjing is 12 a tin"]


async def test_it_is_silent_while_paused_and_forgets_what_came_meanwhile(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await bench.writes("price")
    await bench.scene.do(lambda s: service.pause(s, "lunch", NOON))
    bench.bots.forget()
    assert await bench.says("price") == []
    await bench.scene.do(lambda s: service.resume(s, NOON))
    bench.bots.forget()
    assert await bench.waits() == 0
    assert await bench.says("price") == ["Longjing is 12 a tin"]


async def test_told_again_of_a_message_it_says_nothing_more(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await bench.says("price")
    (heard,) = await bench.events("message.received")
    again: Any = [type("Fact", (), {"id": heard.id, "kind": heard.kind, "depth": 0})()]
    await bench.scene.do(lambda s: bench.bots.react(s, again, NOON))
    assert await bench.waits() == 0
    assert len(await bench.answers()) == 1


async def test_conditions_that_never_end_pause_the_bot(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endless(monkeypatch)
    monkeypatch.setattr(answering, "LONGEST_LOOK", 0.3)
    await bench.in_force(PRICE | {"on": ENDLESS})
    await bench.writes("price")
    assert await bench.waits() == 1
    assert await bench.answers() == []
    bot = await bench.scene.database.read(store.find)
    assert bot is not None
    assert (bot.state, "longer than 0.3 seconds" in bot.reason) == ("paused", True)


async def test_a_unit_that_breaks_leaves_the_turn_and_no_answer(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await bench.in_force(PRICE)
    await bench.writes("price")
    failpoints("database.commit=raise:ValueError")
    with pytest.raises(ValueError, match="failpoint"):
        await bench.waits()
    failpoints("")
    assert await bench.answers() == []
    assert await bench.waits() == 1
    assert await bench.answers() == ["Longjing is 12 a tin"]


async def test_one_that_fails_harms_no_other_and_is_tried_again(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await bench.in_force(PRICE)
    await bench.writes("price poison")
    await bench.writes("price", who="502")
    failpoints("bot.answers=raise:ValueError,bot.answer#price poison=raise:ValueError")
    await bench.waits()
    assert (await bench.answers(), len(await bench.answers("502"))) == ([], 1)
    (left,) = await bench.scene.database.read(lambda s: list(s.exec(select(BotTurn))))
    assert left.tries == 1
    failpoints("")
    await bench.waits(timedelta(seconds=10))
    assert len(await bench.answers()) == 1


async def test_a_responder_of_another_channel_stays_silent(bench: Bench) -> None:
    await bench.in_force(PRICE | {"channels": ["1"]}, PERSON)
    assert await bench.says("price") == []
    await bench.in_force(PRICE | {"channels": ["1", str(bench.scene.channel_id)]})
    assert await bench.says("price", who="502") == ["Longjing is 12 a tin"]


async def test_conditions_ask_for_more_than_words(bench: Bench) -> None:
    keen = {
        "all": [
            {"text": {"matches": "price"}},
            {"count": {"event": "message.received", "at_least": 2}},
        ]
    }
    await bench.in_force({"name": "Keen", "on": keen, "answer": {"text": "Again?"}})
    assert await bench.says("price") == []
    assert await bench.says("price!") == ["Again?"]
    assert (
        await bench.scene.database.read(
            lambda s: list(s.exec(select(BotTurn).where(col(BotTurn.tries) > 0)))
        )
        == []
    )
