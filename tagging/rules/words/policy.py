"""A rule in English and Chinese. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from scrm.conditions.chinese import values as chinese
from scrm.conditions.english import values as english
from scrm.conditions.values import All, Scalar
from scrm.conditions.windows import policy as windows
from scrm.conditions.words.policy import Names, in_words
from tagging.rules.values import AT_ANY_TIME, Action, AssignTo, PutTag, Rule, SetAttributes, TakeTag


@dataclass(frozen=True, slots=True)
class Tongue:
    when: str
    as_soon_as: str
    for_everybody: str
    did: Mapping[str, tuple[str, str]]
    whoever: str
    condition: str
    then: str
    put: str
    lasting: str
    passing: str
    take: str
    set: str
    clear: str
    to_team: str
    to_user: str
    units: dict[str, tuple[str, str]]


ENGLISH = Tongue(
    when="When this happens: {event}",
    as_soon_as="As soon as this holds of somebody:",
    for_everybody="For everybody",
    did=english.ENGLISH.did,
    whoever="to anybody",
    condition="and this holds:",
    then="then:",
    put="tag “{tag}”",
    lasting="tag “{tag}” for {time}",
    passing="tag “{tag}” for as long as that holds",
    take="take off the tag “{tag}”",
    set="set {name} to {value}",
    clear="clear {name}",
    to_team="give the conversation to the team “{name}”, if nobody has it",
    to_user="give the conversation to {name}, if nobody has it",
    units={
        "m": ("{n} minute", "{n} minutes"),
        "h": ("{n} hour", "{n} hours"),
        "d": ("{n} day", "{n} days"),
        "w": ("{n} week", "{n} weeks"),
    },
)
CHINESE = Tongue(
    when="当此事发生：{event}",
    as_soon_as="一旦满足：",
    for_everybody="对所有人",
    did=chinese.CHINESE.did,
    whoever="不论是谁",
    condition="且满足：",
    then="则：",
    put="打上标签“{tag}”",
    lasting="打上标签“{tag}”，保留 {time}",
    passing="打上标签“{tag}”，条件不再成立时去掉",
    take="去掉标签“{tag}”",
    set="将 {name} 设为 {value}",
    clear="清空 {name}",
    to_team="将无人负责的会话分给团队“{name}”",
    to_user="将无人负责的会话分给 {name}",
    units={
        "m": ("{n} 分钟", "{n} 分钟"),
        "h": ("{n} 小时", "{n} 小时"),
        "d": ("{n} 天", "{n} 天"),
        "w": ("{n} 周", "{n} 周"),
    },
)


def rule_in_words(rule: Rule, language: str, names: Names) -> str:
    """Several lines; of a language that we don't speak, in English."""
    tongue = CHINESE if language.startswith("zh") else ENGLISH
    lines = _reason(rule, tongue)
    if rule.condition != All(()):
        lines += _indented(in_words(rule.condition, language, names))
    lines.append(tongue.then)
    lines += [f"  – {line}" for line in actions_in_words(rule, language)]
    return "\n".join(lines)


def actions_in_words(rule: Rule, language: str) -> list[str]:
    """What it does to each of whom it holds."""
    tongue = CHINESE if language.startswith("zh") else ENGLISH
    return [line for action in rule.actions for line in _action(action, tongue)]


def _reason(rule: Rule, tongue: Tongue) -> list[str]:
    whoever = rule.condition == All(())
    if rule.when == AT_ANY_TIME:
        return [tongue.for_everybody if whoever else tongue.as_soon_as]
    happened, _ = tongue.did.get(rule.when, (rule.when, ""))
    return [tongue.when.format(event=happened), tongue.whoever if whoever else tongue.condition]


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


def _action(action: Action, tongue: Tongue) -> list[str]:
    match action:
        case PutTag(tag=tag, only_while=True):
            return [tongue.passing.format(tag=tag)]
        case PutTag(tag=tag, until=until):
            return [_put(tongue, tag, until)]
        case TakeTag(tag=tag):
            return [tongue.take.format(tag=tag)]
        case SetAttributes(values=values):
            return [_set(tongue, name, value) for name, value in values]
        case AssignTo(whom=whom):
            to = tongue.to_team if whom.team else tongue.to_user
            return [to.format(name=whom.named)]


def _put(tongue: Tongue, tag: str, until: timedelta | None) -> str:
    if until is None:
        return tongue.put.format(tag=tag)
    number, unit = windows.parts(until)
    time = tongue.units[unit][number != 1].format(n=number)
    return tongue.lasting.format(tag=tag, time=time)


def _set(tongue: Tongue, name: str, value: Scalar | None) -> str:
    say: Callable[..., str] = (tongue.clear if value is None else tongue.set).format
    return say(name=name, value=value)
