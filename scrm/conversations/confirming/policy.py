"""How we say that marketing has ended. Pure."""

from collections.abc import Iterable
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


def is_first(message_id: str, standing: Iterable[Ended]) -> bool:
    """Whether this message is the stop word that ended it; of what is `standing` the earliest comes
    first. Who said it before, at another address or on another channel, was told then."""
    words = (one.evidence.get("message_id") for one in standing if one.why in _BY_WORD)
    return next(words, None) == message_id
