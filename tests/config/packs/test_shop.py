"""What the shop's pack says, in each language, and to which sentences."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.packs import packs
from scrm.bots.intents.policy import Intents
from scrm.bots.service import read as read_bot
from scrm.bots.service import unused
from scrm.bots.words.policy import bot_in_words
from scrm.conditions.patterns.policy import says
from scrm.conditions.values import All, AnyOf, Condition, Not, Text
from scrm.kernel.terms import is_cjk
from tagging.packs.policy import items
from tagging.packs.values import Item, Kind, Language
from tagging.rules.service import read as read_rule
from tagging.rules.words.policy import rule_in_words

SHOP = packs()["shop"]
SENTENCES: dict[str, Any] = json.loads(
    (Path(__file__).parent / "sentences.json").read_text("utf-8")
)
LANGUAGES = list(Language)
RULES = [one["key"] for one in SHOP.rules]


def _items(language: Language) -> list[Item]:
    return list(items(SHOP, language, "en"))


def _rule(key: str, language: Language) -> Item:
    return next(one for one in _items(language) if (one.kind, one.key) == (Kind.RULE, key))


def _bot(language: Language) -> dict[str, Any]:
    return next(one.definition for one in _items(language) if one.kind is Kind.BOT)


def _holds(condition: Condition, text: str) -> bool:
    match condition:
        case Text():
            return says(condition)(text)
        case All(parts):
            return all(_holds(part, text) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, text) for part in parts)
        case Not(part):
            return not _holds(part, text)
        case _:
            raise AssertionError("asks for more than a text")


def test_it_holds_what_it_promises() -> None:
    assert RULES == ["late", "refund", "price", "praise", "complaint", "vip", "asleep"]
    assert set(SENTENCES["rules"]) == set(RULES) - {"vip", "asleep"}
    assert set(SENTENCES["intents"]) - {""} == set(SHOP.bot["intents"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", RULES)
def test_every_rule_checks_and_reads_in_its_language(key: str, language: Language) -> None:
    item = _rule(key, language)
    rule = read_rule(item.definition)
    assert rule.name == item.name
    for tongue in ("en", "zh"):
        reading = rule_in_words(rule, tongue, {})
        assert any(map(is_cjk, reading)) or tongue == "en"
    if language is Language.ENGLISH:
        assert not any(map(is_cjk, rule_in_words(rule, "en", {})))


def test_who_spends_much_reads_as_somebody_would_say_it() -> None:
    rule = read_rule(_rule("vip", Language.BOTH).definition)
    english, chinese = (rule_in_words(rule, tongue, {}) for tongue in ("en", "zh"))
    assert "they paid at least 5,000.00 CNY for orders in the last 365 days" in english
    assert "最近 365 天内订单付款合计至少 5,000.00 CNY" in chinese


def _sentences(which: str) -> Iterator[tuple[str, str]]:
    for key, said in SENTENCES["rules"].items():
        for text in said[which]:
            yield key, text


@pytest.mark.parametrize(("key", "text"), list(_sentences("yes")))
def test_a_rule_tags_what_is_meant(key: str, text: str) -> None:
    own = Language.CHINESE if any(map(is_cjk, text)) else Language.ENGLISH
    for language in (own, Language.BOTH):
        assert _holds(read_rule(_rule(key, language).definition).condition, text)


@pytest.mark.parametrize(("key", "text"), list(_sentences("no")))
def test_a_rule_tags_nothing_else(key: str, text: str) -> None:
    for language in LANGUAGES:
        assert not _holds(read_rule(_rule(key, language).definition).condition, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_checks_and_no_intent_is_without_an_answer(language: Language) -> None:
    bot = read_bot(_bot(language))
    assert unused(bot) == []
    for tongue in ("en", "zh"):
        assert bot_in_words(bot, tongue, {})
    said = json.dumps(_bot(language), ensure_ascii=False)
    if language is Language.ENGLISH:
        assert not any(map(is_cjk, said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_means_its_intent_and_nothing_means_none(language: Language) -> None:
    """In both languages together as in one."""
    intents = Intents(read_bot(_bot(language)).intents)
    wrong = [
        (text, guess)
        for intent, texts in SENTENCES["intents"].items()
        for text in texts
        if language is Language.BOTH or any(map(is_cjk, text)) is (language is Language.CHINESE)
        if (guess := intents.guess(text).sure) != intent
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_have_both_texts_or_the_one_that_was_asked_for(language: Language) -> None:
    found = [one for one in _items(language) if one.kind is Kind.ARTICLE]
    assert len(found) == len(SHOP.articles)
    spoken = {"en", "zh"} if language is Language.BOTH else {language.value}
    for one in found:
        assert set(one.definition) == spoken
        assert all(text["title"] and text["body"] for text in one.definition.values())
