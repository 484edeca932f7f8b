"""Patterns and keywords as a question about a text. Pure.

RE2 takes time in proportion to the text whatever the pattern is, and keywords are one automaton
however many they are, so that nobody's rule can hold up a message.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import ahocorasick
import re2

from scrm.conditions.bounds import values as most
from scrm.conditions.values import Text, TextHow
from scrm.kernel.errors import Invalid
from scrm.kernel.terms import folded

Says = Callable[[str], bool]

MOST_MEMORY = 8 << 20
"""Bytes that one pattern may take while it is matched; a pattern whose program is too large for
this is refused."""
_KEPT = 256
"""Compiled leaves; those of the rules that are live, for which this is plenty."""

_MENDS = {
    "invalid perl operator": "uses look-ahead or look-behind, which RE2 doesn't know; "
    "say what should be there instead, and put the exception into a `not`",
    "invalid repetition size": "repeats more than 1,000 times; ask for fewer, or for `+`",
    "pattern too large": "needs too much memory; take out some of its repetitions",
    "bad repetition operator": "repeats a repetition; keep one of `*`, `+` and `?`",
    "no argument for repetition operator": "has `*`, `+` or `?` behind nothing; "
    "write `\\` before it to mean the character itself",
    "missing ]": "opens `[` and does not close it; close it, "
    "or write `\\` before it to mean the character itself",
    "missing )": "opens `(` and does not close it; close it, "
    "or write `\\(` to mean the character itself",
    "unexpected )": "closes `)` without `(`; take it out, or write `\\)`",
    "invalid escape sequence": "has a `\\` before something that means nothing there, such as a "
    "back-reference, which RE2 doesn't know; write out what should be there",
    "trailing \\": "ends with a single `\\`; take it out, or write it twice",
}


def says(leaf: Text) -> Says:
    """Whether a text says what `leaf` looks for. Raises Invalid."""
    if leaf.how is TextHow.MATCHES:
        return _pattern(leaf.words[0])
    has = in_folded(leaf)
    return lambda text: has(folded(text))


def in_folded(leaf: Text) -> Says:
    """Whether a text that is folded already holds the keywords of `leaf`, which is no pattern: many
    leaves look at the same text. Raises Invalid."""
    return _keywords(leaf.how, leaf.words)


@lru_cache(_KEPT)
def _keywords(how: TextHow, words: tuple[str, ...]) -> Says:
    needles = _needles(how, words)
    if len(needles) == 1:
        (needle,) = needles
        return lambda text: needle in text
    automaton = _automaton(needles)
    if how is TextHow.CONTAINS_ANY:
        return lambda text: next(automaton.iter(text), None) is not None
    return lambda text: _holds_all(automaton, text)


@lru_cache(_KEPT)
def _pattern(pattern: str) -> Says:
    if not pattern:
        raise Invalid("matches", "is empty, and would be found in every text; say what to look for")
    if len(pattern) > most.LONGEST_PATTERN:
        raise Invalid(
            "matches",
            f"is longer than {most.LONGEST_PATTERN} characters; use contains_any for many words",
        )
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = MOST_MEMORY
    options.log_errors = False
    try:
        compiled = re2.compile(pattern.encode(), options)
    except re2.error as refused:
        raise Invalid("matches", _mend(str(refused))) from refused
    except UnicodeEncodeError as refused:
        raise Invalid("matches", "holds half a character; type it anew") from refused
    return lambda text: compiled.search(text.encode()) is not None


def _mend(complaint: str) -> str:
    found = next((mend for part, mend in _MENDS.items() if part in complaint), None)
    return found or "is no pattern that RE2 knows; see its syntax page"


def _needles(how: TextHow, words: tuple[str, ...]) -> tuple[str, ...]:
    field = how.value
    if not words:
        raise Invalid(field, "holds no word; add one, or take the condition out")
    if len(words) > most.MOST_KEYWORDS:
        raise Invalid(field, f"holds more than {most.MOST_KEYWORDS:,} words; split it in two")
    if any(len(word) > most.LONGEST_KEYWORD for word in words):
        raise Invalid(
            field, f"holds a word of more than {most.LONGEST_KEYWORD} characters; shorten it"
        )
    needles = tuple(dict.fromkeys(map(folded, words)))
    if "" in needles:
        raise Invalid(field, "holds an empty word, which is in every text; take it out")
    return needles


def _automaton(needles: tuple[str, ...]) -> Any:
    automaton = ahocorasick.Automaton()
    for number, needle in enumerate(needles):
        automaton.add_word(needle, number)
    automaton.make_automaton()
    return automaton


def _holds_all(automaton: Any, text: str) -> bool:
    missing = set(range(len(automaton)))
    for _, number in automaton.iter(text):
        missing.discard(number)
        if not missing:
            return True
    return False
