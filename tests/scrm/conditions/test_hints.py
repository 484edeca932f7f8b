"""What the database is asked before a text is read misses no text."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.conditions.hints.policy import _CHANGED, MOST_WORDS, Hints, before, hints
from scrm.conditions.patterns.policy import says
from scrm.conditions.values import Text, TextHow
from scrm.kernel.terms import folded
from tests.scrm.conditions.pieces import keywords, texts

ANY, ALL, MATCHES = TextHow.CONTAINS_ANY, TextHow.CONTAINS_ALL, TextHow.MATCHES


def _may_hold(found: Hints, text: str) -> bool:
    """As both databases say it."""
    lower = re.sub("[A-Z]+", lambda letters: letters[0].lower(), text)
    plainly = [word in lower for word in found.words]
    return (all if found.every else any)(plainly) or bool(re.search(f"[{found.odd}]", text))


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
any_text = st.lists(st.one_of(texts, anything), max_size=4).map("".join)


@settings(max_examples=1_000, deadline=None)
@given(st.data(), any_text, st.sampled_from(TextHow))
def test_what_says_so_may_hold_it(data: st.DataObject, text: str, how: TextHow) -> None:
    begin = data.draw(st.integers(0, len(text)))
    part = text[begin : begin + data.draw(st.integers(1, 4))]
    word = data.draw(st.sampled_from([part, part.swapcase(), unicodedata.normalize("NFKC", part)]))
    words = [word or "a", *data.draw(st.lists(keywords, max_size=2))]
    if how is MATCHES:
        words = ["|".join(map(re.escape, words)).replace("\\ ", " ")]
    elif not all(map(folded, words)):
        return
    leaf = Text(how, tuple(words))
    found = hints(leaf)
    if found is not None and says(leaf)(text):
        assert _may_hold(found, text)
        assert before(found, says(leaf))(text)


def test_no_character_that_folding_changes_is_overlooked() -> None:
    inside = {code for first, behind in _CHANGED for code in range(first, behind)}
    outside = (code for code in range(0x80, 0x110000) if code not in inside)
    assert [code for code in outside if not 0xD800 <= code < 0xE000 and _changes(chr(code))] == []


def _changes(one: str) -> bool:
    """Hangul syllables come apart and together again."""
    return folded(one) != one


def test_chinese_and_english_are_left_unread() -> None:
    found = hints(Text(ANY, ("refund", "退款")))
    assert found is not None
    for text in (
        "我的快递怎么还没到？请告诉我。",
        "Where is my order? “Soon”…",
        "한국어",
        "ありか 😀",
    ):
        assert not _may_hold(found, text)
    for text in ("ＲＥＦＵＮＤ", "réfund", "re\u0301fund", "REFUND", "我要退款"):
        assert _may_hold(found, text)


def test_a_text_that_may_hold_nothing_is_not_read() -> None:
    read: list[str] = []
    found = hints(Text(ANY, ("refund", "退款")))

    def says_so(text: str) -> bool:
        read.append(text)
        return True

    spared = before(found, says_so)
    for text in ("我的快递怎么还没到？", "Where is it?", "a REFUND", "退款", "réfund"):
        assert spared(text) is (text in read)
    assert read == ["a REFUND", "退款", "réfund"]


def test_where_nothing_is_known_everything_is_read() -> None:
    assert hints(Text(MATCHES, ("re+fund",))) is None
    assert hints(Text(MATCHES, ("refund|",))) is None
    assert hints(Text(ANY, tuple(map(str, range(MOST_WORDS + 1))))) is None
    assert hints(Text(MATCHES, ("refund|退款",))) is not None
