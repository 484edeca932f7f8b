"""How well articles are found: hit rates and false answers, beside plainer ways in the same run."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from scrm.knowledge.finding.policy import Index, answering
from scrm.knowledge.finding.values import Answering, Found, Text
from tests.scrm.knowledge.shop import labelled
from tests.scrm.knowledge.shop.labelled import Question
from tests.scrm.knowledge.shop.plain import Bm25, trigrams, words

LANGUAGES = ("en", "zh")
Finder = Callable[[str], list[int]]


@dataclass(slots=True)
class Score:
    """Of questions in one language: how many have an answer, and what became of them."""

    answerable: int = 0
    asked: int = 0
    first: int = 0
    among_three: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def share(self, count: int) -> float:
        return count / self.answerable


def _index(language: str) -> Index:
    texts = labelled.articles(language)
    return Index(Text(number, *text) for number, text in enumerate(texts))


def _of(language: str) -> list[Question]:
    return [one for one in labelled.questions() if one.language == language]


def _held_out(language: str) -> list[Question]:
    return [one for one in _of(language) if one.held_out]


def _scored(asked: list[Question], find: Finder) -> Score:
    score = Score(asked=len(asked))
    for one in asked:
        if one.article is None:
            continue
        found = find(one.text)
        score.answerable += 1
        score.first += found[:1] == [one.article]
        score.among_three += one.article in found
    return score


def _answered(asked: list[Question], index: Index) -> Score:
    score = _scored(asked, lambda text: [found.key for found in index.find(text)])
    for one in asked:
        found = index.find(one.text)
        what = answering(found)
        shown = [each.key for each in found[: _LOOKED_AT[what]]]
        right = one.article in shown if one.article is not None else not shown
        score.said[f"{what} {'right' if right else 'false'}"] += 1
    return score


_LOOKED_AT = {Answering.SURE: 1, Answering.OFFER: 2, Answering.NONE: 0}


def test_the_set_is_as_large_as_it_is_said_to_be() -> None:
    asked = labelled.questions()
    assert len(asked) >= 200
    assert len({one.text for one in asked}) == len(asked)
    assert sum(len(labelled.articles(language)) for language in LANGUAGES) == 60
    assert sum(one.article is None for one in asked) / len(asked) == pytest.approx(0.2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_find_their_articles(language: str, request: pytest.FixtureRequest) -> None:
    texts, index = [" ".join(one) for one in labelled.articles(language)], _index(language)
    say = request.config.get_terminal_writer().line
    for name, asked, floors in (
        ("all", _of(language), (0.68, 0.86)),
        ("held out", _held_out(language), (0.6, 0.7)),
    ):
        ours = _answered(asked, index)
        plain = _scored(asked, Bm25(texts, words).find)
        threes = _scored(asked, Bm25(texts, trigrams).find)
        for way, one in (("ours", ours), ("BM25, words", plain), ("BM25, trigrams", threes)):
            hits = f"hit@1 {one.share(one.first):.2f}  hit@3 {one.share(one.among_three):.2f}"
            say(f"{language} {name:9} {way:15} {hits}  {dict(sorted(one.said.items())) or ''}")
        assert ours.share(ours.first) >= floors[0]
        assert ours.share(ours.among_three) >= floors[1]
        assert ours.first >= max(plain.first, threes.first)
        assert ours.among_three >= max(plain.among_three, threes.among_three)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_answered_is_answered_rightly(language: str) -> None:
    """A wrong answer costs more than none."""
    said = _answered(_of(language), _index(language)).said
    assert said["sure false"] <= 0.01 * sum(said.values())
    assert said["sure right"] >= 0.2 * sum(said.values())


def test_what_shares_nothing_is_not_found() -> None:
    assert _index("en").find("zzz qqq") == []
    assert _index("zh").find("") == []
    assert answering([]) is Answering.NONE


def test_two_that_answer_alike_are_offered_and_none_is_said_to_be_sure() -> None:
    assert answering([Found(1, 0.6), Found(2, 0.55)]) is Answering.OFFER
    assert answering([Found(1, 0.6), Found(2, 0.3)]) is Answering.SURE
    assert answering([Found(1, 0.2)]) is Answering.OFFER
    assert answering([Found(1, 0.05)]) is Answering.NONE


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index([]).find("anything") == []
