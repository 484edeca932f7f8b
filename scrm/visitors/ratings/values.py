"""The words of rating a conversation."""

from dataclasses import dataclass
from datetime import datetime

BEST = 5
LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class RatingView:
    """What a visitor said, from 1 (bad) to 5 (good), of the conversation as it was resolved then."""

    score: int
    comment: str
    resolved_at: datetime
    at: datetime


class NotDue(Exception):
    """Nobody asked for this rating: it is another's conversation, or not done, or long ago."""
