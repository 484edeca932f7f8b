"""What a search finds."""

from dataclasses import dataclass
from datetime import datetime

from scrm.conversations.reading.values import ConversationView


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """`highlights` are (start, length) in code points of `text`."""

    id: str
    seq: int
    text: str
    at: datetime
    highlights: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    conversation: ConversationView
    message: FoundMessage
