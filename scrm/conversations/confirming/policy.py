"""How we say that marketing has ended. Pure."""

from collections.abc import Container, Iterable
from typing import Any, Protocol

from scrm.kernel.languages import language_of

_BY_WORD = ("opt_out_word", "joined")
"""Why something was ended by a stop word of the person's, or of whoever turned out to be them."""

_WORDS = {
    "en": (
        "You won't get any more marketing messages from {name}. You can still write to us here.",
        "You won't get any more marketing messages from us. You can still write to us here.",
    ),
    "zh": (
        "您已退订，不会再收到{name}的营销消息。有事仍可在这里给我们留言。",
        "您已退订，不会再收到我们的营销消息。有事仍可在这里给我们留言。",
    ),
}
"""With the organisation's name, and where it has none."""


_HOW_TO_STOP = {
    "en": "Reply STOP to end these messages.",
    "zh": "回复“退订”即可不再收到此类消息。",
}
"""Words that `scrm.consent` knows."""


class Ended(Protocol):
    """What somebody has ended."""

    why: str
    evidence: dict[str, Any]


def confirmation(name: str, locale: str, said: str, otherwise: str) -> str:
    """In the person's language, or the organisation's, or else in English. It names no word that
    begins marketing again, and advertises nothing."""
    spoken = language_of(locale, said, otherwise)
    named, plain = _WORDS.get(spoken) or _WORDS.get(otherwise) or _WORDS["en"]
    return named.format(name=name) if name else plain


def how_to_stop(locale: str, otherwise: str) -> str:
    """The line below what advertises, in the person's language, or else as `confirmation`."""
    spoken = language_of(locale, "", otherwise)
    return _HOW_TO_STOP.get(spoken) or _HOW_TO_STOP.get(otherwise) or _HOW_TO_STOP["en"]


def words_of(standing: Iterable[Ended]) -> list[int]:
    """The messages by which somebody ended something, the earliest first."""
    said = [one.evidence.get("message_id") for one in standing if one.why in _BY_WORD]
    return [int(one) for one in said if one]


def is_first(message_id: int, words: Iterable[int], theirs: Container[int]) -> bool:
    """Whether this message is the first of the stop `words` that is theirs: who said it before, at
    another address or on another channel, was told then. What somebody said whom they were taken for
    is not theirs any more."""
    return next((one for one in words if one in theirs), None) == message_id
