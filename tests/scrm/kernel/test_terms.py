"""What is found by which words; every index may only propose more than this."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrm.kernel.terms import Words, indexed

NAMES = [
    # query, text, found
    ("ada", "Ada Lovelace", True),
    ("LOVE", "Ada Lovelace", True),
    ("lace", "Ada Lovelace", False),  # the middle of a word
    ("love ada", "Ada Lovelace", True),
    ("ada grace", "Ada Lovelace", False),
    ("jose", "José Núñez", True),
    ("nunez", "JOSÉ NÚÑEZ", True),
    ("núñez", "Nunez", True),
    ("@ada_b", "ada_b", True),
    ("4915", "+49 151 23", False),
    ("151", "+49 151 23", True),
    ("小明", "张小明", True),
    ("张小明", "张小明", True),
    ("明", "张小明", True),
    ("张明", "张小明", False),
    ("明小", "张小明 小张 明", False),
    ("中国中", "国中国", False),  # both pairs are there, the three are not
    ("小明 ada", "Ada 张小明", True),
    ("店a", "小店ada", True),
    ("ｱﾀﾞ", "アダ", True),
    ("strasse", "Straße", True),
    ("💐", "Ada 💐", True),  # no word is wanted
]


@pytest.mark.parametrize(("query", "text", "found"), NAMES)
def test_words_begin_words_and_characters_stand_anywhere(
    query: str, text: str, found: bool
) -> None:
    assert Words.of(query, beginnings_from=1).stand_in(text) is found


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("hi", "hi there", True),
        ("hi", "his", False),
        ("his", "history", True),
        ("明", "小明", True),
    ],
)
def test_in_long_texts_two_letters_are_a_whole_word(query: str, text: str, found: bool) -> None:
    assert Words.of(query).stand_in(text) is found


TEXT = st.text(alphabet="abAÉé小明店12 _-ß💐ｱ", max_size=14)


@given(query=TEXT, text=TEXT, least=st.sampled_from((1, 3)))
def test_the_terms_of_an_index_propose_all_that_the_words_are_in(
    query: str, text: str, least: int
) -> None:
    words = Words.of(query, beginnings_from=least)
    if words.stand_in(text):
        there = indexed(text).split()
        for term, beginning in words.terms:
            assert any(one.startswith(term) if beginning else one == term for one in there)


def test_a_long_word_is_compared_as_far_as_it_is_indexed() -> None:
    assert Words.of("x" * 80).stand_in("x" * 70)
    assert Words.of("x" * 80).terms == [("x" * 60, True)]
