"""Terms of English and Chinese texts. Pure.

English: stems of words (Snowball) without those that carry no meaning. Chinese: single characters
and pairs of neighbours, which on our labelled questions found as much as a dictionary's words did.
In both, a mark for each line of the thesaurus that the text touches.
"""

from functools import lru_cache

from snowballstemmer import stemmer

from scrm.kernel.terms import folded, is_cjk, pieces
from scrm.knowledge.thesaurus.values import (
    CHINESE,
    EMPTY_CHINESE,
    EMPTY_ENGLISH,
    ENGLISH,
    groups,
)

_STEMMER = stemmer("english")
_EMPTY = frozenset(EMPTY_ENGLISH.split())
_EMPTY_CHINESE = frozenset(EMPTY_CHINESE)


def terms_of(text: str) -> list[str]:
    """All terms, in no order, as often as they stand there."""
    whole = folded(text)
    found: list[str] = []
    for piece in pieces(whole):
        if is_cjk(piece[0]):
            found += _of_run(piece)
        elif piece not in _EMPTY:
            stem = _stem(piece)
            found += (stem, *_ENGLISH_GROUPS.get(stem, ()))
    found += [mark for mark, words in _CHINESE_GROUPS if any(word in whole for word in words)]
    return found


def _of_run(run: str) -> list[str]:
    """Characters and pairs, without those of which a character carries no meaning."""
    full = [character not in _EMPTY_CHINESE for character in run]
    single = [one for one, is_full in zip(run, full, strict=True) if is_full]
    pairs = [run[n : n + 2] for n in range(len(run) - 1) if full[n] and full[n + 1]]
    return single + pairs


@lru_cache(4_096)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def _english_groups() -> dict[str, tuple[str, ...]]:
    marks: dict[str, list[str]] = {}
    for number, words in enumerate(groups(ENGLISH)):
        for stem in {_stem(word) for word in words}:
            marks.setdefault(stem, []).append(f"~en{number}")
    return {stem: tuple(each) for stem, each in marks.items()}


_ENGLISH_GROUPS = _english_groups()
_CHINESE_GROUPS = [(f"~zh{number}", words) for number, words in enumerate(groups(CHINESE))]
