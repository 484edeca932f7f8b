"""The words of replies to campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

ANSWERS_WITHIN = timedelta(days=7)
"""For so long a person's first word is taken for an answer to what a campaign wrote, and so is a word
that ends marketing, whatever was said before it."""
EARLY = timedelta(seconds=2)
"""By so much a platform's clock, which knows whole seconds, may be behind ours."""


class ReplyClass(StrEnum):
    """`button` is one of the message's own."""

    STOP = "stop"
    BUTTON = "button"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """What a person wrote where a campaign had written; `marked` is the last message of one there.
    `is_first`: nobody of ours has written since, and neither have they."""

    reply_id: int
    conversation_id: int
    contact_id: int
    at: datetime
    marked: int
    is_first: bool
    said: str = ""
    pressed: str | None = None
    reply_to: str = ""


class Sent(NamedTuple):
    """A message of a campaign as its delivery has it; `content` is the whole message's."""

    message_id: int
    external_id: str | None
    state: str
    campaign_id: int
    version_id: int
    occurrence_id: int
    step: int
    content: Mapping[str, Any]
    at: datetime


class Answer(NamedTuple):
    """A word, what it answers, and how it does."""

    word: Word
    to: Sent
    kind: ReplyClass
