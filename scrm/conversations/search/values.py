"""What a search finds."""

from dataclasses import dataclass
from datetime import datetime

from scrm.conversations.reading.values import ConversationView


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """`text` is without marks of formatting; `highlights` are (start, length) in its code points.

    `omitted` is the file that an import had only the caption of: `kind`, and `name` if known.
    """

    id: str
    seq: int
    text: str
    at: datetime
    highlights: list[tuple[int, int]]
    omitted: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Hit:
    conversation: ConversationView
    message: FoundMessage
