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
    return 0 < len(text) <= LONGEST and folded(text) in _WORDS


def folded(text: str) -> str:
    """Letters, marks and digits only, compatibility-composed and in lower case."""
    if text.isascii():
        return _ASCII_ORNAMENT.sub("", text.lower())
    wide = unicodedata.normalize("NFKC", text).casefold()
    wide = wide.replace("i\u0307", "i")  # what the capital İ of Turkish becomes
    kept = "".join(mark for mark in wide if unicodedata.category(mark)[0] in "LMN")
    return unicodedata.normalize("NFC", "".join(m for m in kept if not _is_ornament(m)))


def _is_ornament(mark: str) -> bool:
    """Variation selectors and the enclosing keycap ride along with emoji."""
    return "\ufe00" <= mark <= "\ufe0f" or mark == "\u20e3"


_WORDS = frozenset(folded(word) for word in OPT_OUT)
