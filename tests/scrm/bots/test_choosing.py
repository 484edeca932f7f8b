"""Which responder answers: by hours, by intent, by a press, in their order."""

from datetime import timedelta

import pytest

from scrm.bots.choosing.policy import MOST_IN_MINUTE, MOST_IN_ROW, after, choose
from scrm.bots.choosing.values import Heard, Outcome, Reason, Talk, Why
from scrm.bots.intents.values import Guess
from scrm.bots.service import read
from scrm.bots.values import Bot
from tests.scrm.bots.conftest import GREETING, LOST, PRICE, bot_of
from tests.support.clock import NOON

DELIVERY = {"name": "Delivery", "intent": "delivery", "press": ["d"], "answer": {"text": "Soon"}}
EXAMPLES = {"intents": {"delivery": ["Where is my parcel?"]}}
BOT = read(bot_of(LOST, GREETING, PRICE, DELIVERY, **EXAMPLES))


def _heard(**more: object) -> Heard:
    return Heard("some text", 7, NOON, **more)  # type: ignore[arg-type]


def _name(bot: Bot, heard: Heard, talk: Talk) -> str:
    found = choose(bot, heard, talk).responder
    return found.name if found else ""


@pytest.mark.parametrize(
    ("heard", "talk", "name"),
    [
        (_heard(), Talk(), "Greeting"),
        (_heard(), Talk(has_spoken=True), "Lost"),
        (_heard(held=frozenset({2})), Talk(), "Price"),
        (_heard(guess=Guess(sure="delivery")), Talk(), "Delivery"),
        (_heard(guess=Guess(sure="refund")), Talk(has_spoken=True), "Lost"),
        (_heard(held=frozenset({2}), guess=Guess(sure="delivery")), Talk(), "Price"),
        (_heard(value="d", is_press=True), Talk(has_spoken=True), "Delivery"),
        (_heard(value="e", is_press=True), Talk(has_spoken=True), "Lost"),
    ],
)
def test_what_is_asked_for_beats_the_welcome_and_that_the_fallback(
    heard: Heard, talk: Talk, name: str
) -> None:
    assert _name(BOT, heard, talk) == name


def test_the_others_say_why_they_do_not_answer() -> None:
    bot = read(
        bot_of(
            LOST,
            GREETING | {"hours": "closed"},
            PRICE | {"channels": ["9"]},
            PRICE | {"name": "Price 2"},
            DELIVERY,
            PRICE | {"name": "Price 3"},
            **EXAMPLES,
        )
    )
    decision = choose(bot, _heard(held=frozenset({2, 3, 5})), Talk())
    assert decision.verdicts == (
        *(Why.UNDERSTOOD, Why.HOURS, Why.CHANNEL),
        *(Why.ANSWERS, Why.INTENT, Why.EARLIER),
    )
    lost = choose(bot, _heard(is_open=False), Talk(has_spoken=True))
    assert lost.verdicts[:2] == (Why.ANSWERS, Why.NOT_FIRST)
    assert lost.verdicts[3] is Why.CONDITION


@pytest.mark.parametrize(
    ("hours", "is_open", "name"),
    [
        ("open", True, "Price"),
        ("open", False, "Lost"),
        ("closed", True, "Lost"),
        ("closed", False, "Price"),
        ("always", False, "Price"),
    ],
)
def test_hours_decide(hours: str, is_open: bool, name: str) -> None:
    bot = read(bot_of(PRICE | {"hours": hours}, LOST))
    assert _name(bot, _heard(held=frozenset({0}), is_open=is_open), Talk()) == name


def test_a_row_ends_by_a_press_or_a_day_and_a_minute_by_itself() -> None:
    held = frozenset({2})
    lately = (NOON - timedelta(seconds=30),)
    long = Talk(True, in_row=MOST_IN_ROW, recent=lately)
    assert choose(BOT, _heard(held=held), long).reason is Reason.LOOP
    assert choose(BOT, _heard(held=held, is_press=True), long).reason is None
    rested = Talk(True, in_row=MOST_IN_ROW, recent=(NOON - timedelta(days=1),))
    assert choose(BOT, _heard(held=held), rested).reason is None
    much = Talk(True, recent=lately * MOST_IN_MINUTE)
    assert choose(BOT, _heard(held=held, is_press=True), much).reason is Reason.LOOP
    earlier = Talk(True, recent=(NOON - timedelta(minutes=1),) * MOST_IN_MINUTE)
    assert choose(BOT, _heard(held=held, is_press=True), earlier).reason is None


def test_what_was_understood_counts_no_misunderstanding() -> None:
    heard = _heard(held=frozenset({2}))
    talk = after(Talk(misunderstood=1), heard, choose(BOT, heard, Talk()), spoke=True)
    assert (talk.misunderstood, talk.in_row, talk.recent) == (0, 1, (NOON,))
    lost = choose(BOT, _heard(), Talk(has_spoken=True))
    assert lost.outcome is Outcome.NOT_UNDERSTOOD
    assert after(talk, _heard(), lost, spoke=True).misunderstood == 1


def test_a_fallback_may_call_for_a_person_at_once() -> None:
    bot = read(bot_of(LOST | {"then": "hand_over"}))
    decision = choose(bot, _heard(), Talk())
    assert (decision.reason, decision.outcome) == (Reason.ASKED, Outcome.NOT_UNDERSTOOD)
    assert decision.responder is not None
