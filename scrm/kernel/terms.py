"""Text as search terms: words of letters and digits, and pairs of CJK characters. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Terms = Sequence[tuple[str, bool]]
"""What to look for; True where the beginning of a word is enough."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002fa1f"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")
_WORD = re.compile(r"[a-z0-9]{1,60}")
LONGEST_TEXT = 20_000
LONGEST_WORD = 60
MOST_TERMS = 12
SHORTEST_BEGINNING = 3
"""In long texts a shorter word is looked for whole: half of all texts hold a word that begins with it."""


def folded(text: str) -> str:
    """Compatibility-composed, lower case, and Latin letters without their accents."""
    if text.isascii():
        return text[:LONGEST_TEXT].lower()
    wide = unicodedata.normalize("NFKD", text[:LONGEST_TEXT]).casefold()
    bare = "".join(mark for mark in wide if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


def pieces(folded_text: str) -> list[str]:
    """The words, and the runs of CJK characters, of a folded text."""
    return _PIECE.findall(folded_text)


def indexed(text: str) -> str:
    """The terms under which a text is found, separated by spaces.

    A run of CJK characters gives each single character and each pair of neighbours, so
    that a two-character word is found without a dictionary.
    """
    if text.isascii():
        return " ".join(_WORD.findall(folded(text)))
    terms: list[str] = []
    for piece in pieces(folded(text)):
        if is_cjk(piece[0]):
            terms += piece
            terms += [piece[n : n + 2] for n in range(len(piece) - 1)]
        else:
            terms.append(piece[:LONGEST_WORD])
    return " ".join(terms)


def is_cjk(character: str) -> bool:
    return _IS_CJK.match(character) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a query, and whether the beginning of one is enough for each.

    An index finds by `terms` what may hold them all; `stand_in` says what does.
    """

    wanted: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, query: str, *, beginnings_from: int = SHORTEST_BEGINNING) -> "Words":
        """A word with fewer letters than `beginnings_from` has to be there whole."""
        each = dict.fromkeys(pieces(folded(query)))
        return cls(tuple((one[:LONGEST_WORD], len(one) >= beginnings_from) for one in each))

    @property
    def terms(self) -> Terms:
        """What an index of `indexed` texts is asked for; True where a beginning is enough."""
        terms: list[tuple[str, bool]] = []
        for piece, beginning in self.wanted:
            if not is_cjk(piece[0]):
                terms.append((piece, beginning))
            elif len(piece) == 1:
                terms.append((piece, False))
            else:
                terms += [(piece[n : n + 2], False) for n in range(len(piece) - 1)]
        return list(dict.fromkeys(terms))[:MOST_TERMS]

    def stand_in(self, text: str) -> bool:
        """Whether each begins a word of `text`, or is one; CJK characters may stand anywhere."""
        whole = folded(text)
        if not all(piece in whole for piece, _ in self.wanted):
            return False
        there = [piece[:LONGEST_WORD] if not is_cjk(piece[0]) else piece for piece in pieces(whole)]
        return all(any(_answers(one, *piece) for one in there) for piece in self.wanted)


def _answers(there: str, piece: str, beginning: bool) -> bool:
    if is_cjk(piece[0]):
        return piece in there
    return there.startswith(piece) if beginning else there == piece


def for_fts5(terms: Terms) -> str:
    """All of `terms`, as SQLite's MATCH wants it."""
    return " ".join(f'"{term}"{"*" if beginning else ""}' for term, beginning in terms)


def for_tsquery(terms: Terms) -> str:
    """All of `terms`, to be cast to a tsquery: to_tsquery would cut some of them up."""
    return " & ".join(f"'{term}'{':*' if beginning else ''}" for term, beginning in terms)
