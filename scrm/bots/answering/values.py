"""The words of a turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrm.bots.choosing.values import Decision, Heard, Offered, Talk
from scrm.bots.intents.policy import Intents
from scrm.bots.turns.values import Turn
from scrm.bots.values import Answer, Asked, Bot, Quoted
from scrm.conditions.values import Condition


@dataclass(frozen=True, slots=True)
class InForce:
    """The bot as it was published, with all that is made of it once."""

    number: int
    bot: Bot
    intents: Intents

    @property
    def asked(self) -> list[tuple[int, Condition]]:
        """The conditions with the places of their responders."""
        return [
            (place, one.on.condition)
            for place, one in enumerate(self.bot.responders)
            if isinstance(one.on, Asked) and one.on.condition is not None
        ]

    @property
    def quotes(self) -> bool:
        """Whether it answers from articles."""
        return any(isinstance(one.on, Quoted) for one in self.bot.responders)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whoever wrote, what they said, and how the talk with them goes."""

    turn: Turn
    contact_id: int
    contact_name: str
    locale: str
    channel_id: int
    platform: str
    is_silent: bool
    text: str
    content: dict[str, Any]
    at: datetime
    is_deleted: bool
    said: str
    """What the bot has said last."""
    menu: tuple[Offered, ...]
    talk: Talk


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is done about a message; `said` is what the person reads, None where it is nothing."""

    waiting: Waiting
    heard: Heard
    decision: Decision
    said: Answer | None
    language: str
