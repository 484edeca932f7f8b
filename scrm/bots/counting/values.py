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
class MissedView:
    """A sentence that nothing answered, from `people` conversations, `times` in all; `at` is when
    it was said last, and `conversation_id` where. `meant` are the intents that it is most like, the
    best first."""

    id: str
    text: str
    times: int
    people: int
    at: datetime
    conversation_id: str
    meant: list[str]


@dataclass(frozen=True, slots=True)
class TaughtView:
    """The draft as it is now."""

    definition: dict[str, Any]
