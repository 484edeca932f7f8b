"""Secrets taken out of text that is logged or kept for people: by their form, and by their value."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

SHORTEST = 8
"""Characters; shorter values stand in many a harmless word."""
MOST_DEEP = 6
_FORMS = (
    # A bot's token; its address has it as .../bot123456789:AA…/getMe, so that no word ends before it.
    (re.compile(r"(?<!\d)(\d{5,12})(?::|%3[Aa])[A-Za-z0-9_-]{20,}"), r"\1:…"),
    (re.compile(r"\bscrm_[A-Za-z0-9_-]{20,}"), "scrm_…"),
    (re.compile(r"(?i)\b(bearer) [A-Za-z0-9._~+/=-]{8,}"), r"\1 …"),
    (re.compile(r"([#?&]token=)[A-Za-z0-9_-]{8,}"), r"\1…"),
    (re.compile(r"(scrm_session=)[A-Za-z0-9_-]{8,}"), r"\1…"),
    (re.compile(r"(://[^:/\s]+:)[^@/\s]+@"), r"\1…@"),
)


class _Known:
    """The secrets that this process has had in its hands."""

    def __init__(self) -> None:
        self.values: frozenset[str] = frozenset()
        self.pattern: re.Pattern[str] | None = None

    def add(self, values: Iterable[str]) -> None:
        new = {value for value in values if len(value) >= SHORTEST} - self.values
        if new:
            self.values |= new
            longest_first = sorted(self.values, key=len, reverse=True)
            self.pattern = re.compile("|".join(map(re.escape, longest_first)))


_known = _Known()


def know(secrets: Iterable[str]) -> None:
    """Take these out of everything from now on, whatever form they have."""
    _known.add(secrets)


def cleaned(text: str) -> str:
    for form, instead in _FORMS:
        text = form.sub(instead, text)
    return text if _known.pattern is None else _known.pattern.sub("…", text)


def cleaned_value(value: Any, depth: int = 0) -> Any:
    """The same for what a log line carries: text within lists and objects, and what prints itself."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return cleaned(value)
        case Mapping() if depth < MOST_DEEP:
            return {str(key): cleaned_value(one, depth + 1) for key, one in value.items()}
        case list() | tuple() | set() | frozenset() if depth < MOST_DEEP:
            return [cleaned_value(one, depth + 1) for one in value]
    return cleaned(repr(value))
