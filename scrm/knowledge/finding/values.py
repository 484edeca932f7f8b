"""The words of finding."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """An article in one language, as it is to be found. `key` is the article's."""

    key: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may answer. `share` says how much of the question it takes up: 0 to about 1."""

    key: int
    share: float


class Answering(StrEnum):
    """What is to be done with what was found: answer with the first, offer the first two, or
    neither."""

    SURE = "sure"
    OFFER = "offer"
    NONE = "none"
