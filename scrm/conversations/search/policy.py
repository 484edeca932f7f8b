"""Text as search terms: words of letters and digits, and pairs of CJK characters. Pure."""

import re
import unicodedata

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002fa1f"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_WORD = re.compile(r"[a-z0-9]{1,60}")
LONGEST_TEXT = 20_000
LONGEST_WORD = 60
MOST_TERMS = 12


def folded(text: str) -> str:
    """Compatibility-composed, lower case, and Latin letters without their accents."""
    if text.isascii():
        return text[:LONGEST_TEXT].lower()
    wide = unicodedata.normalize("NFKD", text[:LONGEST_TEXT]).casefold()
    bare = "".join(mark for mark in wide if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


def indexed(text: str) -> str:
    """The terms under which a text is found, separated by spaces.

    A run of CJK characters gives each single character and each pair of neighbours, so
    that a two-character word is found without a dictionary.
    """
    if text.isascii():
        return " ".join(_WORD.findall(folded(text)))
    terms: list[str] = []
    for piece in _PIECE.findall(folded(text)):
        if is_cjk(piece[0]):
            terms += piece
            terms += [piece[n : n + 2] for n in range(len(piece) - 1)]
        else:
            terms.append(piece[:LONGEST_WORD])
    return " ".join(terms)


def wanted(query: str) -> list[tuple[str, bool]]:
    """The terms of a search, all of which must occur; True where the beginning is enough."""
    terms: list[tuple[str, bool]] = []
    for piece in _PIECE.findall(folded(query)):
        if not is_cjk(piece[0]):
            terms.append((piece[:LONGEST_WORD], True))
        elif len(piece) == 1:
            terms.append((piece, False))
        else:
            terms += [(piece[n : n + 2], False) for n in range(len(piece) - 1)]
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def highlights(text: str, query: str) -> list[tuple[int, int]]:
    """Where the searched words stand in `text`, as (start, length) in code points."""
    pieces = [piece for piece in _PIECE.findall(folded(query))]
    lowered = text.casefold()
    if len(lowered) != len(text):  # some letters grow when folded; then places do not match
        lowered = text.lower() if len(text.lower()) == len(text) else text
    found: list[tuple[int, int]] = []
    for piece in dict.fromkeys(pieces):
        start = lowered.find(piece)
        while start >= 0 and len(found) < 50:
            found.append((start, len(piece)))
            start = lowered.find(piece, start + len(piece))
    return sorted(found)


def is_cjk(character: str) -> bool:
    return bool(re.match(f"[{_CJK}]", character))
