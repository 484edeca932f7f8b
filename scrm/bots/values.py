"""The bot as values, and the life it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from scrm.conditions.values import Condition
from scrm.teams.values import NOBODY, Whom

NAME = "Bot"
"""Who writes, where the definition says no other name."""
WAIT = timedelta(milliseconds=500)
"""For how long a person may write on before they are answered."""

Wording: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a language and a text, the first of them for whoever speaks none of these; the language
is empty where there is one text for all."""


class BotState(StrEnum):
    DRAFT = "draft"
    """It was never published."""
    LIVE = "live"
    PAUSED = "paused"


class When(StrEnum):
    """In which hours of the organisation a responder answers."""

    ALWAYS = "always"
    OPEN = "open"
    CLOSED = "closed"


class Then(StrEnum):
    CONTINUE = "continue"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: pressing it sends `value`, or opens `url`."""

    label: Wording
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    text: Wording
    format: str = "plain"
    buttons: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that a published article answers, or two may."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first message of a conversation, which nothing else answers."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """What nothing else understands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of which `condition` holds, or a press on a button with one of `values`."""

    condition: Condition | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """A message that is like the examples of an intent, or a press as with Asked."""

    intent: str
    values: tuple[str, ...] = ()


On: TypeAlias = Asked | Meant | Quoted | Welcome | Fallback


@dataclass(frozen=True, slots=True)
class Responder:
    """`channels` empty: all of them. `assign` says whom a hand-over is for."""

    name: str
    on: On
    answer: Answer
    when: When = When.ALWAYS
    channels: tuple[int, ...] = ()
    then: Then = Then.CONTINUE
    assign: Whom = NOBODY


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bot:
    """`hand_over` is said where the bot gives up by itself; nothing is where it is None."""

    responders: tuple[Responder, ...]
    intents: tuple[Intent, ...] = ()
    name: str = NAME
    wait: timedelta = WAIT
    hand_over: Answer | None = None
    assign: Whom = NOBODY


@dataclass(frozen=True, slots=True)
class VersionView:
    """What was put in force once, by whom."""

    number: int
    definition: dict[str, Any]
    published_at: datetime
    published_by: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotView:
    """The bot to read. `definition` is its draft, null before one was written; `version` the number
    of what is in force, 0 before it was published; `is_changed`: the draft says something else.
    `reading` says the draft in words."""

    state: str
    reason: str
    definition: dict[str, Any] | None
    reading: str
    version: int
    is_changed: bool
    updated_at: datetime | None
    versions: list[VersionView]


@dataclass(frozen=True, slots=True)
class CheckView:
    """A definition without mistakes, in words. `unused` names intents that no responder answers."""

    reading: str
    unused: list[str]
