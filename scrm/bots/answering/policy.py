"""What a message is to the bot, and what colleagues read of a talk. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

_WORDLESS = ("location", "contact", "attachments")
"""What a message may be without words, as its content names it."""

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        Reason.ASKED: "The bot calls for a person, as its answer says.",
        Reason.NOT_UNDERSTOOD: "The bot did not understand twice in a row.",
        Reason.LOOP: "The bot has answered so often that it may be talking with a program.",
        "person": "{name}: {text}",
        "bot": "Bot ({responder}): {text}",
        "bot_alone": "Bot: {text}",
        "intent": "{responder}, meaning “{intent}”",
        "colleague": "{name} (colleague): {text}",
        "location": "[location]",
        "contact": "[contact]",
        "attachments": "[attachment]",
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
        "location": "[位置]",
        "contact": "[名片]",
        "attachments": "[附件]",
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


def brief(said: Iterable[Line], name: str, reason: Reason) -> dict[str, Any]:
    """Why a person is called, and what was said until then: `reason` and `lines`, each with `by`
    (person, bot or colleague), `name` where it is somebody's, `text`, or where it has none `what`
    it is; and of the bot its `responder` and the `intent` that it took to be meant."""
    return {"reason": reason.value, "lines": [_line(one, name) for one in said]}


def _line(one: Line, name: str) -> dict[str, str]:
    found = {"text": shorten(" ".join(one.text.split()), LONGEST_LINE)}
    if not found["text"]:
        found["what"] = next((what for what in _WORDLESS if one.content.get(what)), "attachments")
    if one.direction == Direction.IN:
        return found | {"by": "person", "name": name}
    if one.author_kind != AuthorKind.BOT:
        return found | {"by": "colleague", "name": one.author_name}
    automatic = one.content.get("automatic", {})
    because = {each: automatic[each] for each in ("responder", "intent") if automatic.get(each)}
    return found | {"by": "bot"} | because


def summary(call: Mapping[str, Any], language: str) -> str:
    """What `brief` found, in words."""
    words = _WORDS["zh" if language.startswith("zh") else "en"]
    return "\n".join([words[call["reason"]], "", *(_in_words(one, words) for one in call["lines"])])


def _in_words(one: Mapping[str, str], words: Mapping[str, str]) -> str:
    text = one["text"] or words[one["what"]]
    if one["by"] != "bot":
        return words[one["by"]].format(name=one["name"], text=text)
    responder = one.get("responder", "")
    if not responder:
        return words["bot_alone"].format(text=text)
    if "intent" in one:
        responder = words["intent"].format(responder=responder, intent=one["intent"])
    return words["bot"].format(responder=responder, text=text)
