"""Decisions about consent: values in, values out."""

import re
import unicodedata

from scrm.consent.words import OPT_OUT

_ASCII_ORNAMENT = re.compile(r"[^a-z0-9]+")
LONGEST = 40
"""A stop word with its ornaments is short; longer texts are sentences and are read by people."""


def is_opt_out(text: str) -> bool:
    """Whether the whole message is a word that ends marketing, in any of its forms:
    full-width, spaced, with punctuation or emoji. A word inside a sentence does not count."""
    return 0 < len(text) <= LONGEST and _may_begin(text) and folded(text) in _WORDS


def _may_begin(text: str) -> bool:
    """Whether the first mark that counts is one with which a word begins: most texts end here."""
    if text.isascii():
        return True
    counting = (mark for mark in _wide(text) if _counts(mark))
    return next(counting, "") in _BEGINNINGS


def folded(text: str) -> str:
    """Letters, marks and digits only, compatibility-composed and in lower case."""
    if text.isascii():
        return _ASCII_ORNAMENT.sub("", text.lower())
    return unicodedata.normalize("NFC", "".join(filter(_counts, _wide(text))))


def _wide(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).casefold()
    return wide.replace("i\u0307", "i")  # what the capital İ of Turkish becomes


def _counts(mark: str) -> bool:
    """Letters, marks and digits, but for variation selectors and the enclosing keycap: these ride
    along with emoji."""
    if "\ufe00" <= mark <= "\ufe0f" or mark == "\u20e3":
        return False
    return unicodedata.category(mark)[0] in "LMN"


_WORDS = frozenset(folded(word) for word in OPT_OUT)
_BEGINNINGS = frozenset(
    first for word in _WORDS for first in (word[0], unicodedata.normalize("NFD", word)[0])
)
"""With and without what may be composed with them."""
