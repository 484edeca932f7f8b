"""What the database is trusted with: of a text that is not odd it finds what folding finds."""

import re
import unicodedata
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.hints.policy import MOST_PLAIN_WORDS, plainly
from scrm.conditions.patterns.policy import says
from scrm.conditions.shapes.policy import read
from scrm.conditions.values import Text, TextHow
from scrm.contacts.tables import Contact
from scrm.journal.values import KINDS
from scrm.kernel.plainness import NEVER_ODD, is_plain_word
from scrm.kernel.terms import LONGEST_TEXT, folded
from tests.scrm.conditions.pieces import keywords, texts
from tests.support.clock import NOON
from tests.support.scene import Scene

ANY, ALL, MATCHES = TextHow.CONTAINS_ANY, TextHow.CONTAINS_ALL, TextHow.MATCHES
ODD = re.compile(f"[^{NEVER_ODD}]")


def test_no_character_that_is_never_odd_becomes_part_of_a_plain_word() -> None:
    every = (chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    never = [one for one in every if not ODD.match(one)]
    assert len(never) > 40_000
    for one in never:
        made = folded(one)
        own = one.lower() if one.isascii() else one
        parts = unicodedata.normalize("NFD", made)
        assert made == own or (made and not any(map(is_plain_word, parts))), hex(ord(one))


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
plain_words = st.text("aAkKsSiI01 款退上-%_'", min_size=1, max_size=3)


@settings(max_examples=2_000, deadline=None)
@given(
    st.lists(st.one_of(texts, anything, plain_words), max_size=4).map("".join),
    st.lists(st.one_of(keywords, plain_words), min_size=1, max_size=3),
    st.sampled_from(TextHow),
)
def test_a_text_that_is_not_odd_says_what_it_holds(
    said: str, words: list[str], how: TextHow
) -> None:
    leaf = Text(how, ("|".join(words),) if how is MATCHES else tuple(words))
    plain = plainly(leaf)
    if plain is None:
        return
    lower = re.sub("[A-Z]+", lambda letters: letters[0].lower(), said)
    held = (all if plain.every else any)(word in lower for word in plain.words)
    if held:
        assert says(leaf)(said), "an odd text too says what it holds"
    elif not ODD.search(said):
        assert not says(leaf)(said)


def test_punctuation_patterns_and_other_scripts_are_left_to_reading() -> None:
    for words in (("refund!",), ("Тест",), ("か",), ("한",), tuple(map(str, range(99)))):
        assert plainly(Text(ANY, words)) is None
    assert MOST_PLAIN_WORDS < 99
    for pattern in ("re+fund", "réfund", "ｒｅ", "a|", "ﬁ"):
        assert plainly(Text(MATCHES, (pattern,))) is None
    for leaf in (Text(MATCHES, ("Refund|退款",)), Text(ALL, ("ｒｅ", "退")), Text(ANY, ("wi-fi",))):
        assert plainly(leaf) is not None


SAID = ("a REFUND", "ｒｅｆｕｎｄ", "réfund", "fun", "x" * LONGEST_TEXT + "refund", "退款，refund")


async def _who(scene: Scene, asked: dict[str, Any]) -> set[int]:
    condition = read(asked, KINDS)
    return await scene.do(lambda s: set(s.scalars(service.people(s, condition, NOON))))


async def test_odd_and_long_texts_are_read(scene: Scene) -> None:
    for number, said in enumerate(SAID):
        await scene.hear(said, external_id=str(number), who=str(600 + number))
    for words in ({"contains_any": ["refund"]}, {"contains_all": ["refund", "fun"]}):
        often = {"event": "message.received", "at_least": 1, "where": {"text": words}}
        for asked in ({"text": words}, {"count": often}, {"text": {**words, "within": "30m"}}):
            assert len(await _who(scene, asked)) == 4, asked


async def test_odd_and_long_values_are_read(scene: Scene) -> None:
    def work(session: Session) -> None:
        for number, said in enumerate(SAID):
            known = {"note": said, "list": [said]}
            session.add(Contact(id=number + 1, name=said[-20:], first_seen=NOON, attributes=known))

    await scene.do(work)

    async def found(name: str, op: str, value: str) -> set[int]:
        return await _who(scene, {"attribute": {"name": name, "op": op, "value": value}})

    assert await found("note", "contains", "refund") == {1, 2, 3, 6}
    assert await found("list", "contains", "refund") == {1, 2, 3, 6}
    assert await found("name", "contains", "Refund") == {1, 2, 3, 5, 6}
    assert await found("note", "starts_with", "re") == {2, 3}
    assert await found("note", "eq", "REFUND") == {2, 3}
    assert await found("name", "eq", "A Refund") == {1}
