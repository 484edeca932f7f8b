"""What a message is to the bot, and what colleagues read of a talk. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from scrm.bots.answering.values import Chosen, InForce, Waiting
from scrm.bots.choosing.values import Decision, Heard, Offered, Outcome, Reason
from scrm.bots.menus.policy import chosen
from scrm.bots.quoting.policy import quoted
from scrm.bots.values import Answer, Bot, Quoted
from scrm.consent.policy import is_opt_out
from scrm.conversations.values import AuthorKind, Direction
from scrm.kernel.text import shorten

OLDEST = timedelta(hours=1)
"""A message that comes later than this is for people: its moment is over."""
SHORTEST_ECHO = 8
"""Characters; short words are said on both sides."""
LONGEST_LINE = 200

_WORDS = {
    "en": {
        Reason.ASKED: "The bot calls for a person, as its answer says.",
        Reason.NOT_UNDERSTOOD: "The bot did not understand twice in a row.",
        Reason.LOOP: "The bot has answered so often that it may be talking with a program.",
        "person": "{name}: {text}",
        "bot": "Bot ({responder}): {text}",
        "bot_alone": "Bot: {text}",
        "intent": "{responder}, meaning “{intent}”",
        "colleague": "{name} (colleague): {text}",
    },
    "zh": {
        Reason.ASKED: "机器人按回复设置转人工。",
        Reason.NOT_UNDERSTOOD: "机器人连续两次没有听懂。",
        Reason.LOOP: "机器人连续回复过多，对方可能是程序。",
        "person": "{name}：{text}",
        "bot": "机器人（{responder}）：{text}",
        "bot_alone": "机器人：{text}",
        "intent": "{responder}，意图“{intent}”",
        "colleague": "{name}（同事）：{text}",
    },
}


class Line(Protocol):
    """A message of the talk."""

    direction: str
    author_kind: str
    author_name: str
    text: str
    content: dict[str, Any]


def is_for_the_bot(one: Waiting, now: datetime) -> bool:
    """Neither a stop word, which nobody answers, nor our own words come back, nor what was taken
    back or is over."""
    if one.is_silent or one.is_deleted or one.at < now - OLDEST:
        return False
    if "press" not in one.content and is_opt_out(one.text):
        return False
    return not is_echo(one.text, one.said)


def is_echo(text: str, said: str) -> bool:
    """Whether it is what we said ourselves, as some platforms send it back."""
    echoed = " ".join(text.split())
    return len(echoed) >= SHORTEST_ECHO and echoed == " ".join(said.split())


def heard_text(text: str, menu: Sequence[Offered]) -> str:
    """What is meant by the words: of a choice's number its label."""
    found = chosen(text, menu)
    return found.label if found else text


def meant_by(one: Waiting) -> tuple[str, str]:
    """A press, or the number of a choice, says its label and carries its value."""
    press = one.content.get("press")
    by_number = None if press else chosen(one.text, one.menu)
    if by_number is not None:
        return by_number.label, by_number.value
    return one.text, press["value"] if press else ""


def heard_of(
    one: Waiting, live: InForce, held: frozenset[int], now: datetime, *, is_open: bool
) -> Heard:
    text, value = meant_by(one)
    return Heard(
        text=text,
        channel_id=one.channel_id,
        now=now,
        value=value,
        is_press="press" in one.content,
        is_start="start" in one.content,
        is_open=is_open,
        held=held,
        guess=live.intents.guess(text),
    )


def said_in(bot: Bot, decision: Decision, heard: Heard) -> Answer | None:
    """What the person is to read; nothing where the talk goes in circles."""
    one = decision.responder
    if one is None:
        return bot.hand_over if decision.reason is Reason.NOT_UNDERSTOOD else None
    return quoted(one.answer, heard.found) if isinstance(one.on, Quoted) else one.answer


def counted(some: Iterable[Chosen]) -> Counter[tuple[str, str]]:
    """Responder and outcome; who was not understood may be handed over too."""
    found: Counter[tuple[str, str]] = Counter()
    for one in some:
        name = one.decision.responder.name if one.decision.responder else ""
        found[name, one.decision.outcome.value] += 1
        if one.decision.reason is not None and one.decision.outcome is not Outcome.HANDED_OVER:
            found[name, Outcome.HANDED_OVER.value] += 1
    return found


def summary(said: Iterable[Line], name: str, reason: Reason, language: str) -> str:
    """Why a person is called, and what was said until then."""
    words: dict[Any, str] = _WORDS["zh" if language.startswith("zh") else "en"]
    return "\n".join([words[reason], "", *(_line(one, name, words) for one in said)])


def _line(one: Line, name: str, words: dict[Any, str]) -> str:
    text = shorten(" ".join(one.text.split()), LONGEST_LINE)
    if one.direction == Direction.IN:
        return words["person"].format(name=name, text=text)
    if one.author_kind != AuthorKind.BOT:
        return words["colleague"].format(name=one.author_name, text=text)
    automatic = one.content.get("automatic", {})
    responder = automatic.get("responder", "")
    if not responder:
        return words["bot_alone"].format(text=text)
    if automatic.get("intent"):
        responder = words["intent"].format(responder=responder, intent=automatic["intent"])
    return words["bot"].format(responder=responder, text=text)
