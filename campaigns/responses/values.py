"""The words of responses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ResponseKind(StrEnum):
    """`reply` is an answer in words, `stop` one that ends marketing, `button` a press of the
    message's own, `click` a link that was followed, `stop_link` the end of marketing by the message's
    own link for it."""

    REPLY = "reply"
    STOP = "stop"
    BUTTON = "button"
    CLICK = "click"
    STOP_LINK = "stop_link"


ANSWERS = (ResponseKind.REPLY, ResponseKind.STOP, ResponseKind.BUTTON)
"""Those that are messages of their own."""
STOPS = (ResponseKind.STOP, ResponseKind.STOP_LINK)
"""Those that end marketing."""


class Response(NamedTuple):
    """One act of one person. `what` is a link's number; `reply_id` is the message with which they
    answered."""

    campaign_id: int
    occurrence_id: int
    step: int
    contact_id: int
    kind: ResponseKind
    what: str
    at: datetime
    reply_id: int | None = None
    conversation_id: int | None = None


class Responded(NamedTuple):
    """How many people did what; `by_link` are those of `opted_out` who did so by the message's link."""

    replied: int = 0
    clicked: int = 0
    opted_out: int = 0
    by_link: int = 0


@dataclass(frozen=True, slots=True)
class ReplyView:
    """Somebody's first answer of its kind to a campaign. `text` is empty where the message was taken
    back or is no text."""

    contact_id: str
    name: str
    kind: str
    text: str
    at: datetime
    occurrence_id: str
    conversation_id: str | None
    message_id: str
