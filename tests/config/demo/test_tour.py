"""Which step of the tour an event shows, and that the shop's own files can tell it."""

from typing import Any

import pytest

from config.demo import house
from config.demo.cast import CAST, CROWD_ASKS, ORDERS
from config.demo.tour import Step, done
from scrm.bots import service as bots
from scrm.bots.intents.policy import Intents
from scrm.consent.policy import is_opt_out
from scrm.knowledge.answering.service import language_of
from scrm.knowledge.finding.policy import Index, answering
from scrm.knowledge.finding.values import Answering, Text
from tagging.rules import service as rules

RULE = {"rule": "1", "name": "Twice", "version": 1}
PASSING = frozenset({"keen"})


def event(kind: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "at": "2026-11-22T12:00:00Z", "data": data}


@pytest.mark.parametrize(
    ("told", "step"),
    [
        (event("bot.answered", article="7"), Step.ANSWERED),
        (event("bot.answered", responder="A person"), None),
        (event("tag.added", tag="keen", by=RULE), Step.TAGGED),
        (event("tag.added", tag="keen", by={"user": "5"}), None),
        (event("tag.added", tag="vip", by=RULE), None),
        (event("bot.not_understood"), Step.PUZZLED),
        (event("conversation.handed_over", reason="not_understood", by={}), Step.CALLED),
        (event("conversation.handed_over", reason="asked", by={}), None),
        (event("tag.removed", tag="keen", by=RULE, evidence={"due": "…"}), Step.LAPSED),
        (event("tag.removed", tag="keen", by={"user": "5"}, evidence={}), None),
        (event("tag.removed", tag="vip", by=RULE, evidence={"due": "…"}), None),
    ],
)
def test_a_step_is_known_by_what_the_hub_recorded(told: dict[str, Any], step: Step | None) -> None:
    assert list(done([told], PASSING)) == ([step.value] if step else [])


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_first_of_a_step_is_told_with_its_reason(is_turned: bool) -> None:
    first = event("tag.added", tag="keen", by=RULE)
    again = first | {"at": "2026-11-22T12:00:00.5Z"}
    told = done([again, first] if is_turned else [first, again], PASSING)["tagged"]
    assert told == {"at": "2026-11-22T12:00:00Z", "tag": "keen", "rule": "Twice"}


def test_what_the_shop_knows_is_accepted_by_the_hub() -> None:
    assert [rules.read(one).name for one in house.rules()]
    assert bots.unused(bots.read(house.bot())) == []
    assert len(house.bots_words()) == 16
    assert len(house.passing_tags()) == 1


def asked_of_articles(question: str) -> Answering:
    language = language_of(question)
    texts = [one["texts"][language] for one in house.articles()]
    index = Index(Text(place, one["title"], one["body"]) for place, one in enumerate(texts))
    return answering(index.find(question))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_articles_answer_the_one_sentence_and_not_the_other(language: str) -> None:
    said = {what: words[language] for what, words in house.sentences().items()}
    assert asked_of_articles(said["ask"]) is Answering.SURE
    assert asked_of_articles(said["odd"]) is Answering.NONE


def test_the_cast_is_left_to_people() -> None:
    said = [line.words for one in CAST for line in one.lines if line.words]
    intents = Intents(bots.read(house.bot()).intents)
    for words in (*said, *CROWD_ASKS):
        assert is_opt_out(words) or asked_of_articles(words) is Answering.NONE, words
        assert intents.guess(words).sure == "", words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("What are your opening hours today?", "visit 到店"),
        ("请问茶室几点开门", "visit 到店"),
        ("Is wholesale for cafés possible?", "wholesale 批发"),
        ("你们可以批发吗", "wholesale 批发"),
    ],
)
def test_the_bot_knows_what_is_meant(words: str, meant: str) -> None:
    assert Intents(bots.read(house.bot()).intents).guess(words).sure == meant


def test_the_tour_is_not_about_what_the_bot_knows() -> None:
    intents = Intents(bots.read(house.bot()).intents)
    for said in house.sentences().values():
        assert [intents.guess(words).sure for words in said.values()] == [""] * len(said)


def test_orders_are_those_of_the_cast() -> None:
    assert set(ORDERS) <= {one.name for one in CAST}
    numbers = [order.number for orders in ORDERS.values() for order in orders]
    assert len(numbers) == len(set(numbers))
