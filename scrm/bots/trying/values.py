"""What the bot would say, to read."""

from dataclasses import dataclass
from typing import Any

from scrm.knowledge.values import AnswerView


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A responder that was asked. `why`: answers; earlier (another answers before it); channel,
    hours, condition, intent, articles, not_first; or understood, of a fallback. `reading` says when it
    answers."""

    responder: str
    why: str
    reading: str


@dataclass(frozen=True, slots=True)
class ScoreView:
    """How much the text is like an intent, from 0 to 1, and the example that it is most like."""

    intent: str
    score: float
    example: str


@dataclass(frozen=True, slots=True)
class TriedView:
    """What became of one text. `outcome`: answered, handed_over, not_understood, or silent, and then
    `silence` says why: opt_out, echo, or handed_over by an earlier text. `responder` is empty where
    none answers. `reason` says why a person is called: asked, not_understood or loop; `assign` whom: a
    mail address, or the name of a team.
    `heard` is what was meant by a choice's number, else the text itself.
    `articles` is what they say to it, nothing where no responder answers from them."""

    text: str
    heard: str
    outcome: str
    silence: str
    responder: str
    answer: dict[str, Any] | None
    reason: str
    assign: str
    verdicts: list[VerdictView]
    intent: str
    scores: list[ScoreView]
    articles: AnswerView


@dataclass(frozen=True, slots=True)
class TrialView:
    """What the bot would say to these texts, one after the other. `bot` is draft, live or given.
    `open`: whether the organisation is, at that time. `silence` says why the bot is silent with this
    person now, and is empty where it is not: the turns are those of a bot that may speak."""

    bot: str
    open: bool
    silence: str
    turns: list[TriedView]
