"""What people look for in texts: what is found, what is refused, and what it costs (F-38)."""

from statistics import median
from time import perf_counter, process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.conditions.bounds.values import MOST_KEYWORDS
from scrm.conditions.patterns.policy import in_folded, says
from scrm.conditions.values import Text, TextHow
from scrm.kernel.errors import Invalid
from scrm.kernel.terms import folded
from tests.scrm.conditions.pieces import keywords, texts

ANY, ALL, MATCHES = TextHow.CONTAINS_ANY, TextHow.CONTAINS_ALL, TextHow.MATCHES

EVIL = [
    *(
        r"^(\w+\s?)*$",
        r"(a+)+$",
        r"(a|aa)+$",
        r"(a|a?)+$",
        r"(.*a){20}",
        r"^(([a-z])+.)+[A-Z]([a-z])+$",
    ),
    *(r"(x+x+)+y", r"(a*)*b", r"([a-zA-Z]+)*!", r"^(a?){50}a{50}$", r"(?:(?:a{0,30}){0,30})$"),
    *(r"(\s*\S*\s*)*;", r"(.*)(.*)(.*)(.*)(.*)=$", r"\p{L}*\p{L}*\p{L}*\d$", r"((a{0,99})*b)*c"),
]
LONG = ["a" * 10_000, "a" * 9_999 + "!", "x" * 10_000, "word " * 2_000, "款a" * 5_000, " " * 10_000]


@pytest.mark.parametrize(
    ("leaf", "text", "found"),
    [
        (Text(ANY, ("price", "价格")), "Was ist der ＰＲＩＣＥ?", True),
        (Text(ANY, ("price", "价格")), "这个价格？", True),
        (Text(ANY, ("price", "价格")), "the cost", False),
        (Text(ANY, ("cafe",)), "Café", True),
        (Text(ALL, ("order", "late")), "My ORDER is too late", True),
        (Text(ALL, ("order", "late")), "My order", False),
        (Text(ALL, ("late", "LATE")), "late", True),
        (Text(MATCHES, ("refund|退款",)), "I want a REFUND", True),
        (Text(MATCHES, ("refund|退款",)), "我要退款", True),
        (Text(MATCHES, ("^refund",)), "a refund", False),
        (Text(MATCHES, ("refund",)), "ｒｅｆｕｎｄ", False),
        (Text(MATCHES, (r"订单\d{4,}",)), "我的订单20261121", True),
    ],
)
def test_what_is_found(leaf: Text, text: str, found: bool) -> None:
    assert says(leaf)(text) is found


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("", "say what to look for"),
        ("a" * 501, "longer than 500"),
        ("(a{1000}){1000}", "ask for fewer"),
        ("((a{100}){100}){100}", "ask for fewer"),
        (r"(?:\pL{500}){2}", "take out some of its repetitions"),
        ("a(?=b)", "look-ahead"),
        ("(?<!a)b", "look-behind"),
        (r"(a)\1", "back-reference"),
        ("a**", "keep one of"),
        ("*a", "behind nothing"),
        ("(a", "close"),
        ("[a", "close"),
        ("a)", "closes"),
        ("a\\", "ends with a single"),
        ("\ud800", "half a character"),
        ("[z-a]", "RE2"),
    ],
)
def test_a_refused_pattern_says_how_to_mend_it(pattern: str, mend: str) -> None:
    with pytest.raises(Invalid) as refused:
        says(Text(MATCHES, (pattern,)))
    assert refused.value.field == "matches"
    assert mend in str(refused.value)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ((), "add one"),
        (("a", ""), "take it out"),
        (("\u0301",), "take it out"),
        (("a" * 201,), "shorten it"),
        (tuple(map(str, range(MOST_KEYWORDS + 1))), "split it"),
    ],
)
def test_refused_keywords_say_how_to_mend_them(words: tuple[str, ...], mend: str) -> None:
    with pytest.raises(Invalid) as refused:
        says(Text(ALL, words))
    assert mend in str(refused.value)


@settings(deadline=None)
@given(
    st.lists(keywords.filter(folded), min_size=1, max_size=6), texts, st.sampled_from([ANY, ALL])
)
def test_an_automaton_finds_what_looking_for_each_word_finds(
    words: list[str], text: str, how: TextHow
) -> None:
    each = [folded(word) in folded(text) for word in words]
    assert says(Text(how, tuple(words)))(text) is (any(each) if how is ANY else all(each))


@pytest.mark.parametrize("pattern", EVIL)
def test_an_evil_pattern_takes_no_longer_on_any_text(pattern: str) -> None:
    """With backtracking these take seconds to centuries; a second is a wide limit."""
    said = says(Text(MATCHES, (pattern,)))
    began = process_time()
    for text in LONG:
        said(text)
    assert process_time() - began < 1


def test_five_thousand_keywords_take_under_a_millisecond_a_message() -> None:
    """In the median of messages of which most hold none, the dearest case."""
    said = says(Text(ANY, tuple(f"keyword {n} 关键词{n}" for n in range(MOST_KEYWORDS))))
    messages = [f"Where is my order {n}? 我的快递怎么还没到，关键词" * 3 for n in range(200)]
    took = []
    for message in messages:
        began = perf_counter()
        said(message)
        took.append(perf_counter() - began)
    assert median(took) < 0.001


def test_what_is_compiled_is_kept() -> None:
    leaf = Text(ANY, ("one", "other"), None)
    assert in_folded(leaf) is in_folded(Text(ANY, ("one", "other")))
    assert says(Text(MATCHES, ("a+",), None)) is says(Text(MATCHES, ("a+",)))
