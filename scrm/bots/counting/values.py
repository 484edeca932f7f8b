"""What the bot did, to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CountView:
    """What a responder did on a day of the organisation's; `responder` is empty where the bot
    itself gave up, or found nothing to say."""

    day: str
    responder: str
    answered: int
    handed_over: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class LikenessView:
    """How much a sentence is like an intent, from 0 to 1."""

    intent: str
    score: float


@dataclass(frozen=True, slots=True)
class MissedView:
    """A sentence that nothing answered, from `people` conversations, `times` in all; `at` is when
    it was said last, and `conversation_id` where. `meant` are the intents that it may well mean, the
    best first, and none where it is like none of them; `likeness` has all of the draft's."""

    id: str
    text: str
    times: int
    people: int
    at: datetime
    conversation_id: str
    meant: list[str]
    likeness: list[LikenessView]


@dataclass(frozen=True, slots=True)
class TaughtView:
    """The draft as it is now; `changed` says whether this call made a difference to it."""

    definition: dict[str, Any]
    changed: bool
