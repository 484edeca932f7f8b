"""In which language to write to somebody. Pure."""

import re

from scrm.kernel.terms import is_cjk


def language_of(locale: str, said: str, otherwise: str) -> str:
    """In which to answer: the person's own; of whom none is known, the one that they write."""
    if locale:
        return re.split(r"[-_]", locale)[0].lower()
    if any(is_cjk(one) for one in said):
        return "zh"
    return "en" if any(one.isascii() and one.isalpha() for one in said) else otherwise
