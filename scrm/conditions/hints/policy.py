"""Which texts may hold some words, in terms that both databases know. Pure.

A text that holds a word when both are folded either holds it as it stands, but for the case of
ASCII letters, or it holds a character that folding changes into a part of the word: a full-width
or accented letter, a ligature, a mark between two letters. Such characters are rare in a text in
English or Chinese, and everything else can be left unread.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scrm.conditions.values import Text, TextHow
from scrm.kernel.plainness import is_plain_word
from scrm.kernel.terms import folded

MOST_WORDS = 16
"""With more words the database is no quicker than the automaton."""

MOST_PLAIN_WORDS = 40
"""Of these a database has to read nothing that it does not find."""

_CHANGED = (
    (0x80, 0x3400),
    (0xA000, 0xAC00),
    (0xD7A4, 0xD800),
    (0xF900, 0x20000),
    (0x2F800, 0x2FA20),
)
"""Where characters are that folding changes; nobody has to look at all of Unicode for them."""
_COMMON = (
    *((0x2010, 0x2027), (0x3000, 0x3098), (0x309B, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3)),
    *((0xFF00, 0xFFEF), (0x1F300, 0x1FAFF)),
)
"""Characters that Chinese, Japanese and Korean texts are full of. Elsewhere neighbours are taken
together, for it is the number of ranges that a database is slow by."""
_SYNTAX = frozenset("\\.+*?()[]{}^$")


@dataclass(frozen=True, slots=True)
class Hints:
    """The text, its ASCII letters in lower case, holds one of `words`, or `every` one; or else it
    holds a character of `odd`, the inside of a character class."""

    words: tuple[str, ...]
    every: bool
    odd: str


def hints(leaf: Text) -> Hints | None:
    """None where nothing is known but by reading."""
    if leaf.how is not TextHow.MATCHES:
        return of_words(leaf.words, every=leaf.how is TextHow.CONTAINS_ALL)
    (pattern,) = leaf.words
    if _SYNTAX & set(pattern):
        return None
    return of_words(tuple(pattern.split("|")), every=False)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text that is not odd says so exactly where, its ASCII letters in lower case, it holds one of
    `words`, or `every` one; and an odd text that holds them says so too."""

    words: tuple[str, ...]
    every: bool


def plainly(leaf: Text) -> Plain | None:
    """None where it takes more to know it of a text that is not odd."""
    if leaf.how is not TextHow.MATCHES:
        found = plain_words(leaf.words)
        return Plain(found, leaf.how is TextHow.CONTAINS_ALL) if found else None
    words = tuple(leaf.words[0].split("|"))
    found = None if _SYNTAX & set(leaf.words[0]) else plain_words(words)
    return Plain(found, every=False) if found and _are_read_alike(words) else None


def _are_read_alike(words: Iterable[str]) -> bool:
    """A pattern finds what it says, whatever the case, and not what that is folded into."""
    return all(folded(one) == re.sub("[A-Z]", lambda a: a[0].lower(), one) for one in words)


@lru_cache(256)
def plain_words(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Folded; None where one of them is not plain, or they are too many."""
    needles = tuple(dict.fromkeys(map(folded, words)))
    is_plain = 0 < len(needles) <= MOST_PLAIN_WORDS and all(map(is_plain_word, needles))
    return needles if is_plain else None


def before(found: Hints | None, says: Callable[[str], bool]) -> Callable[[str], bool]:
    """`says`, which is spared most of the texts that hold nothing: to fold one takes ten times as
    long as to see that it need not be folded."""
    if found is None:
        return says
    is_odd, is_plain = _quick(found)
    return lambda text: bool(is_odd(text) or is_plain(text)) and says(text)


@lru_cache(256)
def _quick(found: Hints) -> tuple[Callable[[str], object], Callable[[str], object]]:
    words = "|".join(map(re.escape, found.words))
    return re.compile(f"[{found.odd}]").search, re.compile(words, re.ASCII | re.IGNORECASE).search


@lru_cache(256)
def of_words(words: tuple[str, ...], *, every: bool) -> Hints | None:
    needles = tuple(dict.fromkeys(map(folded, words)))
    if len(needles) > MOST_WORDS or "" in needles:
        return None
    return Hints(needles, every, _odd("".join(needles)))


def _odd(words: str) -> str:
    """The characters that folding removes, joins to another, or changes into a part of `words`."""
    parts = set(_parts(words))
    changed = {one for one, made in _changed().items() if not made or made & parts}
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in _ranges(map(ord, changed | _joining())))


def _parts(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _characters() -> Iterator[str]:
    return (chr(code) for first, behind in _CHANGED for code in range(first, behind))


@lru_cache(1)
def _changed() -> dict[str, frozenset[str]]:
    """Each character that folding changes, and what is made of it."""
    made = ((one, folded(one)) for one in _characters())
    return {one: frozenset(_parts(into)) for one, into in made if into != one}


@lru_cache(1)
def _joining() -> frozenset[str]:
    """Characters that become one with the character before them, and are no marks."""
    vowels_and_finals = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    ends = {_parts(one)[-1] for one in _characters() if len(_parts(one)) > 1}
    return frozenset(vowels_and_finals | {one for one in ends if not unicodedata.combining(one)})


def _ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and not _common_between(found[-1][1] + 1, code - 1):
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def _common_between(first: int, last: int) -> bool:
    return first <= last and any(first <= end and begin <= last for begin, end in _COMMON)
