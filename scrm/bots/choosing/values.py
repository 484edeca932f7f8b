"""What the bot has before it when it chooses an answer, and what it chose."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from scrm.bots.intents.values import Guess
from scrm.bots.values import Responder
from scrm.knowledge.finding.values import Answering
from scrm.knowledge.values import AnswerView

NOTHING = AnswerView(Answering.NONE, [])


class Outcome(StrEnum):
    """What became of a message."""

    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    NOT_UNDERSTOOD = "not_understood"


class Reason(StrEnum):
    """Why a person is called."""

    ASKED = "asked"
    """A responder says so."""
    NOT_UNDERSTOOD = "not_understood"
    """For the second time in a row."""
    LOOP = "loop"
    """The bot has said too much without a person in between."""


class Why(StrEnum):
    """Why a responder answers, or does not."""

    ANSWERS = "answers"
    EARLIER = "earlier"
    """It would, but another does."""
    CHANNEL = "channel"
    HOURS = "hours"
    CONDITION = "condition"
    INTENT = "intent"
    """Another intent, or none for sure."""
    NOT_FIRST = "not_first"
    ARTICLES = "articles"
    """No article says anything to it."""
    UNDERSTOOD = "understood"
    """Something else understands the message."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice of a menu, as the person saw it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message. `held` are the places of the responders whose condition held; `value` is that of
    the button that was pressed, `is_press` says that it was a real one; `is_start`: the person came
    by a link, or began anew; `found` is what the articles say to it."""

    text: str
    channel_id: int
    now: datetime
    value: str = ""
    is_press: bool = False
    is_start: bool = False
    is_open: bool = True
    held: frozenset[int] = frozenset()
    guess: Guess = field(default_factory=Guess)
    found: AnswerView = NOTHING


@dataclass(frozen=True, slots=True)
class Talk:
    """How the talk goes so far. `recent` are the times of the bot's last answers to the person,
    wherever."""

    has_spoken: bool = False
    in_row: int = 0
    misunderstood: int = 0
    recent: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`responder` is None where nothing is said, or what the bot itself has to say. `reason` is why
    a person is called, None where none is."""

    outcome: Outcome
    responder: Responder | None
    reason: Reason | None
    verdicts: tuple[Why, ...]
