"""What a bot may say of itself, and what is refused with its place and how to mend it."""

from typing import Any

import pytest

from scrm.bots.service import read, unused
from scrm.bots.shapes import policy as shapes
from scrm.bots.values import Answer, Asked, Choice, Fallback, Meant, Then, Welcome, When
from scrm.bots.words.policy import bot_in_words
from scrm.journal.values import KINDS
from scrm.kernel.errors import Mistaken
from scrm.teams.values import Nameable, Whom
from tests.scrm.bots.conftest import GREETING, LOST, PERSON, PRICE, QUOTING, bot_of

KNOWN = Nameable({"kim@example.org"}, {"refunds": "Refunds"})
SAID = {"answer": {"text": "Hello"}}
WHOLE: dict[str, Any] = {
    "name": "Tea bot",
    "wait": 1.5,
    "hand_over": {"text": {"en": "A colleague will answer", "zh": "同事会回复您"}},
    "intents": {"delivery": ["Where is my parcel?", "我的快递怎么还没到"], "praise": ["Great tea"]},
    "responders": [
        {"name": "Delivery", "intent": "delivery", "press": ["parcel"], "hours": "open", **SAID},
        PRICE,
        PERSON | {"assign": "Kim@example.org", "channels": ["7"]},
        GREETING
        | {
            "hours": "closed",
            "answer": {
                "text": "**Hello**",
                "format": "light",
                "buttons": [
                    {"label": {"en": "Parcel", "zh": "快递"}, "value": "parcel"},
                    {"label": "Shop", "url": "https://example.org"},
                    {"label": "Other"},
                ],
            },
        },
        LOST,
    ],
}


def test_a_whole_bot_is_read() -> None:
    bot = shapes.read(WHOLE, KINDS, KNOWN)
    delivery, price, person, greeting, lost = bot.responders
    assert (bot.name, bot.wait.total_seconds()) == ("Tea bot", 1.5)
    assert delivery.on == Meant("delivery", ("parcel",))
    assert delivery.when is When.OPEN
    assert isinstance(price.on, Asked)
    assert (person.then, person.assign, person.channels) == (
        Then.HAND_OVER,
        Whom(user="kim@example.org"),
        (7,),
    )
    assert (greeting.on, lost.on) == (Welcome(), Fallback())
    assert greeting.answer == Answer(
        (("", "**Hello**"),),
        "light",
        (
            Choice((("en", "Parcel"), ("zh", "快递")), "parcel"),
            Choice((("", "Shop"),), url="https://example.org"),
            Choice((("", "Other"),), "3"),
        ),
    )
    assert unused(bot) == ["praise"]


@pytest.mark.parametrize(
    ("definition", "place", "why"),
    [
        ([], "condition", "has to be an object with responders"),
        ({}, "responders", "is missing"),
        (bot_of(), "responders", "is an empty list"),
        (bot_of(LOST, colour="red"), "colour", "is not known here"),
        (bot_of(LOST | {"anser": 1}), "responders.0.anser", "did you mean answer?"),
        (bot_of({"name": "A", "fallback": True}), "responders.0.answer", "is missing; say what"),
        (bot_of(LOST | {"answer": {}}), "responders.0.answer.text", "is missing"),
        (bot_of(LOST | {"answer": {"text": ""}}), "responders.0.answer.text", "is empty"),
        (bot_of(LOST | {"answer": {"text": {}}}), "responders.0.answer.text", "is empty; write"),
        (
            bot_of(LOST | {"answer": {"text": {"English": "x"}}}),
            "responders.0.answer.text.English",
            "en, zh",
        ),
        (bot_of(LOST | {"answer": "Hello"}), "responders.0.answer", "has to be an object"),
        (
            bot_of({"name": "A", **SAID}),
            "responders.0",
            "needs one of on, intent, articles, welcome or fallback",
        ),
        (bot_of(LOST | {"welcome": True}), "responders.0", "and has 2"),
        (bot_of(LOST | {"fallback": "yes"}), "responders.0.fallback", "is true, or else left out"),
        (bot_of(LOST | {"press": ["a"]}), "responders.0.press", "can't stand beside fallback"),
        (bot_of(QUOTING | {"articles": 1}), "responders.0.articles", "is true, or else left out"),
        (bot_of(QUOTING | {"press": ["a"]}), "responders.0.press", "can't stand beside articles"),
        (bot_of(QUOTING | {"then": "hand_over"}), "responders.0.then", "can't hand over beside"),
        (bot_of(LOST, LOST), "responders.1.name", "is the name of an earlier responder"),
        (bot_of(LOST | {"hours": "night"}), "responders.0.hours", "write always, open or closed"),
        (bot_of(LOST | {"then": "handover"}), "responders.0.then", "did you mean hand_over?"),
        (bot_of(LOST | {"channels": ["x"]}), "responders.0.channels.0", "is no id of a channel"),
        (
            bot_of(LOST | {"assign": "kim@example.org"}),
            "responders.0.assign",
            "write then: hand_over",
        ),
        (
            bot_of(PERSON | {"assign": {"team": "Refund"}}),
            "responders.0.assign.team",
            "is no team; did you mean Refunds?",
        ),
        (
            bot_of(PERSON | {"assign": {"user": "bo@example.org"}}),
            "responders.0.assign.user",
            "is no colleague's",
        ),
        (
            bot_of(PERSON | {"assign": {"team": "Refunds", "user": "x"}}),
            "responders.0.assign",
            "needs one of",
        ),
        (bot_of(PERSON | {"assign": "bo@example.org"}), "responders.0.assign", "is no colleague's"),
        (bot_of({"name": "A", "intent": "x", **SAID}), "responders.0.intent", "is no intent"),
        (bot_of(LOST, intents={"x": []}), "intents.x", "is an empty list"),
        (bot_of(LOST, intents={"x": ["?!"]}), "intents.x.0", "has no word in it"),
        (bot_of(LOST, intents=["x"]), "intents", "has to be an object of names"),
        (bot_of(LOST, wait=60), "wait", "from 0 to 10"),
        (bot_of(LOST, wait=True), "wait", "from 0 to 10"),
        (
            bot_of({"name": "A", "on": {"text": {"matches": "(?=a)"}}, **SAID}),
            "responders.0.on.text.matches",
            "look-ahead",
        ),
        (
            bot_of({"name": "A", "on": {"txt": {}}, **SAID}),
            "responders.0.on.txt",
            "did you mean text?",
        ),
        (
            bot_of({"name": "A", "on": {"all": []}, **SAID}),
            "responders.0.on.all",
            "is an empty list",
        ),
        (
            bot_of(
                LOST | {"answer": {"text": "x", "buttons": [{"label": "L", "url": "javascript:1"}]}}
            ),
            "responders.0.answer.buttons.0.url",
            "has to begin with https://",
        ),
        (
            bot_of(
                LOST | {"answer": {"text": "x", "buttons": [{"label": "L", "value": "很" * 30}]}}
            ),
            "responders.0.answer.buttons.0.value",
            "is longer than 64 bytes",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place_and_its_mend(
    definition: object, place: str, why: str
) -> None:
    with pytest.raises(Mistaken) as refused:
        shapes.read(definition, KINDS, KNOWN)
    mistakes = {one.place: one.why for one in refused.value.mistakes}
    assert why in mistakes.get(place, ""), mistakes
    assert refused.value.code == "bad_bot"


def test_all_mistakes_are_told_at_once() -> None:
    wrong = bot_of({"name": "", "on": {"text": {}}, "answer": {}}, {"fallback": True})
    with pytest.raises(Mistaken) as refused:
        read(wrong)
    assert len(refused.value.mistakes) >= 5


def test_a_bot_is_said_in_words() -> None:
    bot = shapes.read(WHOLE, KINDS, None)
    assert bot_in_words(bot, "en", {"7": "Shop"}).splitlines() == [
        "Delivery",
        "Where somebody means “delivery”, in office hours",
        "or a button “parcel” is pressed",
        "  – answer “Hello”",
        "",
        "Price",
        "Where this holds of a message:",
        "  they wrote “price” or “多少钱”",
        "  – answer “Longjing is 12 a tin”",
        "",
        "A person",
        "Where this holds of a message, on Shop:",
        "  they wrote “human” or “人工”",
        "  – answer “I call a colleague”",
        "  – call for kim@example.org",
        "",
        "Greeting",
        "On the first message, if nothing else answers, outside office hours",
        "  – answer “**Hello**”",
        "",
        "Lost",
        "Where nothing else answers",
        "  – answer “I did not understand that, sorry”",
        "",
        "A person is called for what is not understood twice in a row.",
    ]
    quotes = shapes.read(bot_of(QUOTING), KINDS, None)
    assert bot_in_words(quotes, "en", {}).splitlines()[1:4] == [
        "Where a published article answers",
        "  – answer with its passage",
        "  – where two may, ask “Is it one of these?” and offer both",
    ]
    assert "若消息满足，在 Shop：" in bot_in_words(bot, "zh-hans", {"7": "Shop"})
