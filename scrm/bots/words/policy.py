"""A bot in English and Chinese. Pure."""

from dataclasses import dataclass

from scrm.bots.menus.policy import worded
from scrm.bots.quoting.policy import OFFER
from scrm.bots.values import (
    Asked,
    Bot,
    Fallback,
    Meant,
    Quoted,
    Responder,
    Then,
    Welcome,
    When,
    Wording,
)
from scrm.conditions.words.policy import Names, in_words
from scrm.teams.values import Whom

SHORTENED = 80


@dataclass(frozen=True, slots=True)
class Tongue:
    language: str
    condition: str
    press: str
    intent: str
    or_press: str
    articles: str
    welcome: str
    fallback: str
    hours: dict[str, str]
    channels: str
    joined: str
    answer: str
    quote: str
    offer: str
    hand_over: str
    hand_over_to: str
    team: str
    otherwise: str


ENGLISH = Tongue(
    language="en",
    condition="Where this holds of a message:",
    press="Where a button “{values}” is pressed",
    or_press="or a button “{values}” is pressed",
    intent="Where somebody means “{intent}”",
    articles="Where a published article answers",
    welcome="On the first message, if nothing else answers",
    fallback="Where nothing else answers",
    hours={When.OPEN: "in office hours", When.CLOSED: "outside office hours"},
    channels="on {names}",
    joined=", ",
    answer="  – answer “{text}”",
    quote="  – answer with its passage",
    offer="  – where two may, ask “{text}” and offer both",
    hand_over="  – call for a person",
    hand_over_to="  – call for {who}",
    team="the team “{name}”",
    otherwise="A person is called for what is not understood twice in a row.",
)
CHINESE = Tongue(
    language="zh",
    condition="若消息满足：",
    press="若按下“{values}”按钮",
    or_press="或按下“{values}”按钮",
    intent="若对方的意思是“{intent}”",
    articles="若已发布的文章能够回答",
    welcome="收到第一条消息且没有其他回复时",
    fallback="没有其他回复时",
    hours={When.OPEN: "在办公时间内", When.CLOSED: "在办公时间外"},
    channels="在 {names}",
    joined="，",
    answer="  – 回复“{text}”",
    quote="  – 回复文章中的相关段落",
    offer="  – 若有两篇可能相关，先问“{text}”，再列出两篇供选择",
    hand_over="  – 转人工",
    hand_over_to="  – 转给 {who}",
    team="团队“{name}”",
    otherwise="连续两次没有听懂时转人工。",
)


def bot_in_words(bot: Bot, language: str, names: Names) -> str:
    """A paragraph per responder; of a language that we don't speak, in English."""
    tongue = _tongue(language)
    parts = [f"{one.name}\n{responder_in_words(one, language, names)}" for one in bot.responders]
    return "\n\n".join([*parts, tongue.otherwise])


def responder_in_words(one: Responder, language: str, names: Names) -> str:
    """When it answers, and what follows."""
    tongue = _tongue(language)
    lines = [
        *trigger_in_words(one, language, names),
        *_answer(one, tongue),
    ]
    if one.then is Then.HAND_OVER and one.assign:
        lines.append(tongue.hand_over_to.format(who=_whom(one.assign, tongue)))
    elif one.then is Then.HAND_OVER:
        lines.append(tongue.hand_over)
    return "\n".join(lines)


def trigger_in_words(one: Responder, language: str, names: Names) -> list[str]:
    tongue = _tongue(language)
    where = [tongue.hours[one.when]] if one.when is not When.ALWAYS else []
    if one.channels:
        known = tongue.joined.join(names.get(str(each), str(each)) for each in one.channels)
        where.append(tongue.channels.format(names=known))
    first, *rest = _on(one, tongue, language, names)
    if not where:
        return [first, *rest]
    stop = "：" if first.endswith("：") else ":" if first.endswith(":") else ""
    return [tongue.joined.join([first.removesuffix(stop), *where]) + stop, *rest]


def _on(one: Responder, tongue: Tongue, language: str, names: Names) -> list[str]:
    match one.on:
        case Asked(condition=condition, values=values):
            if condition is None:
                return [tongue.press.format(values=" / ".join(values))]
            lines = [f"  {line}" for line in in_words(condition, language, names).splitlines()]
            return [tongue.condition, *lines, *_or_press(values, tongue)]
        case Meant(intent=intent, values=values):
            return [tongue.intent.format(intent=intent), *_or_press(values, tongue)]
        case Quoted():
            return [tongue.articles]
        case Welcome():
            return [tongue.welcome]
        case Fallback():
            return [tongue.fallback]


def _answer(one: Responder, tongue: Tongue) -> list[str]:
    if isinstance(one.on, Quoted):
        asked = _short(one.answer.text or OFFER, tongue)
        return [tongue.quote, tongue.offer.format(text=asked)]
    return [tongue.answer.format(text=_short(one.answer.text, tongue))]


def _or_press(values: tuple[str, ...], tongue: Tongue) -> list[str]:
    return [tongue.or_press.format(values=" / ".join(values))] if values else []


def _short(wording: Wording, tongue: Tongue) -> str:
    text = " ".join(worded(wording, tongue.language).split())
    return text if len(text) <= SHORTENED else f"{text[: SHORTENED - 1]}…"


def _whom(assign: Whom, tongue: Tongue) -> str:
    return tongue.team.format(name=assign.team) if assign.team else assign.user


def _tongue(language: str) -> Tongue:
    return CHINESE if language.startswith("zh") else ENGLISH
