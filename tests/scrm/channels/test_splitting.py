import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.channels.splitting import split, text_length
from scrm.channels.values import Span

FAMILY = "👨‍👩‍👧"
UNHURRIED = settings(deadline=None, max_examples=100)
TEXTS = st.text(
    st.sampled_from(["a", "b", " ", "\n", "é", "中", "。", "😀", "\u200d", "\u0301", "🇩", "🇪"])
)


def parts(text: str, limit: int, spans: tuple[Span, ...] = ()) -> list[str]:
    return [part for part, _ in split(text, spans, limit, "utf16")]


def test_a_text_at_the_limit_is_one_part() -> None:
    assert parts("x" * 4096, 4096) == ["x" * 4096]


def test_one_past_the_limit_makes_two() -> None:
    assert [len(part) for part in parts("x" * 4097, 4096)] == [4096, 1]


def test_emoji_count_twice_in_utf16() -> None:
    assert [len(part) for part in parts("😀" * 5, 4)] == [2, 2, 1]


def test_emoji_count_once_in_characters() -> None:
    assert [len(part) for part, _ in split("😀" * 5, (), 4, "characters")] == [4, 1]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("first half\n\nsecond\nhalf", 14, ["first half", "second\nhalf"]),
        ("first half\nsecond half", 14, ["first half", "second half"]),
        ("one two three", 9, ["one two", "three"]),
        ("one two three", 7, ["one two", "three"]),
        ("你好吗。我很好的呀", 6, ["你好吗。", "我很好的呀"]),
        ("abcde\u0301f", 5, ["abcd", "e\u0301f"]),
        ("abcd" + FAMILY, 10, ["abcd", FAMILY]),
        ("abc🇩🇪🇫🇷", 9, ["abc🇩🇪", "🇫🇷"]),
        ("ab👍🏽", 4, ["ab", "👍🏽"]),
    ],
)
def test_cuts_fall_where_a_reader_would_cut(text: str, limit: int, expected: list[str]) -> None:
    assert parts(text, limit) == expected


def test_a_span_over_a_cut_goes_on_in_the_next_part() -> None:
    link = Span(2, 8, "link", "https://x.io")
    assert list(split("aa bbb cccc", (link,), 6, "utf16")) == [
        ("aa bbb", (Span(2, 4, "link", "https://x.io"),)),
        ("cccc", (Span(0, 3, "link", "https://x.io"),)),
    ]


@UNHURRIED
@given(TEXTS, st.integers(2, 12))
def test_no_part_is_too_long_and_nothing_visible_is_lost(text: str, limit: int) -> None:
    got = parts(text, limit)
    assert all(text_length(part, "utf16") <= limit for part in got)
    assert "".join("".join(got).split()) == "".join(text.split())


@UNHURRIED
@given(TEXTS, st.integers(2, 12), st.integers(0, 8), st.integers(1, 8))
def test_spans_stay_inside_their_part(text: str, limit: int, start: int, length: int) -> None:
    length = max(0, min(length, len(text) - start))
    spans = (Span(start, length, "bold"),) if length else ()
    for part, clipped in split(text, spans, limit, "utf16"):
        assert all(0 <= s.start < s.start + s.length <= len(part) for s in clipped)
