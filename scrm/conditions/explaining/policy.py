"""What there is, in words, beside what a condition asks. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scrm.conditions.chinese.values import CHINESE
from scrm.conditions.english.values import ENGLISH
from scrm.conditions.explaining.values import Found, Listener
from scrm.conditions.phrases.values import Tongue
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Bound,
    Channel,
    Condition,
    Conversation,
    Count,
    Last,
    Leaf,
    Not,
    Sum,
    Tag,
    Text,
)
from scrm.conditions.windows import policy as windows
from scrm.conditions.words.policy import currency_of, in_words
from scrm.kernel.money import spelt
from scrm.kernel.text import shorten

LONGEST_VALUE = 60
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class Telling:
    """Phrases of one language: of none, of one, and of {n}."""

    times: tuple[str, str, str]
    counted: dict[Bound, str]
    summed: dict[Bound, str]
    sum: str
    said: tuple[str, str, str]
    ago: str
    units: dict[str, tuple[str, str]]
    lately: str
    never: str
    is_value: str
    is_unknown: str
    tagged: tuple[str, str]
    on: str
    on_none: str
    talks: tuple[str, str, str]


_ENGLISH = Telling(
    times=("never", "once", "{n} times"),
    counted={
        Bound.AT_LEAST: "{found}; at least {m} needed",
        Bound.AT_MOST: "{found}; at most {m} allowed",
        Bound.EXACTLY: "{found}; exactly {m} needed",
    },
    summed={
        Bound.AT_LEAST: "{found}; at least {m} needed",
        Bound.AT_MOST: "{found}; at most {m} allowed",
    },
    sum="{n}",
    said=("no message says so", "1 message says so", "{n} messages say so"),
    ago="the last time was {time} ago",
    units={
        "d": ("1 day", "{n} days"),
        "h": ("1 hour", "{n} hours"),
        "m": ("1 minute", "{n} minutes"),
    },
    lately="the last time was just now",
    never="that never happened",
    is_value="it is {value}",
    is_unknown="it is not known",
    tagged=("they have it", "they do not have it"),
    on="they are on {places}",
    on_none="they have no address",
    talks=("they have no conversation", "they have 1 conversation", "they have {n} conversations"),
)
_CHINESE = Telling(
    times=("没有", " 1 次", " {n} 次"),
    counted={
        Bound.AT_LEAST: "{found}，至少需要 {m} 次",
        Bound.AT_MOST: "{found}，最多允许 {m} 次",
        Bound.EXACTLY: "{found}，应正好 {m} 次",
    },
    summed={Bound.AT_LEAST: "{found}，至少需要 {m}", Bound.AT_MOST: "{found}，最多允许 {m}"},
    sum="合计 {n}",
    said=("没有符合的消息", "有 1 条消息符合", "有 {n} 条消息符合"),
    ago="最近一次在 {time}前",
    units={"d": ("1 天", "{n} 天"), "h": ("1 小时", "{n} 小时"), "m": ("1 分钟", "{n} 分钟")},
    lately="最近一次就在刚才",
    never="从未发生",
    is_value="现在是{value}",
    is_unknown="未知",
    tagged=("有这个标签", "没有这个标签"),
    on="在{places}上",
    on_none="没有任何地址",
    talks=("没有会话", "有 1 个会话", "有 {n} 个会话"),
)


def heading(condition: Condition, listener: Listener) -> str:
    """What a part asks; of a group only how its parts are joined, for they are told themselves."""
    tongue, _ = _tongues(listener.language)
    match condition:
        case All():
            return tongue.of_group["all"]
        case AnyOf():
            return tongue.of_group["any"]
        case Not(All()):
            return tongue.of_group["not_all"]
        case Not(AnyOf()):
            return tongue.of_group["none"]
        case _:
            return in_words(condition, listener.language, listener.names)


def found_in_words(  # noqa: C901, PLR0911 - a line for each leaf
    leaf: Leaf, found: Found, holds: bool, at: datetime, language: str
) -> str:
    """What speaks for a leaf, or is missing, as somebody would say it."""
    tongue, telling = _tongues(language)
    often = found.count or 0
    match leaf:
        case Count():
            return _count(tongue, telling, leaf, often)
        case Sum():
            return _sum(tongue, telling, leaf, found.value or 0)
        case Text():
            return _plural(telling.said, often)
        case Last():
            return _last(telling, found, at)
        case Attribute():
            return _value(tongue, telling, found.value)
        case Tag(has=has):
            return telling.tagged[0 if holds == has else 1]
        case Channel():
            places = tongue.comma.join(tongue.quoted.format(one) for one in found.value)
            return telling.on.format(places=places) if places else telling.on_none
        case Conversation():
            return _plural(telling.talks, often)
        case _:
            return ""


def _tongues(language: str) -> tuple[Tongue, Telling]:
    is_chinese = language.lower().startswith("zh")
    return (CHINESE, _CHINESE) if is_chinese else (ENGLISH, _ENGLISH)


def _plural(phrases: tuple[str, str, str], often: int) -> str:
    return phrases[min(often, 2)].format(n=often)


def _count(tongue: Tongue, telling: Telling, leaf: Count, often: int) -> str:
    found = _in_window(tongue, _plural(telling.times, often), leaf.within)
    return telling.counted[leaf.bound].format(found=found, m=leaf.number)


def _sum(tongue: Tongue, telling: Telling, leaf: Sum, found: float) -> str:
    currency = currency_of(leaf)
    if currency:
        both = {"n": spelt(int(found), currency), "m": spelt(leaf.number, currency)}
    else:
        both = {"n": f"{found:,g}" if found % 1 else f"{found:,.0f}", "m": f"{leaf.number:,}"}
    summed = _in_window(tongue, telling.sum.format(n=both["n"]), leaf.within)
    return telling.summed[leaf.bound].format(found=summed, m=both["m"])


def _in_window(tongue: Tongue, did: str, within: timedelta | None) -> str:
    window = ""
    if within is not None:
        number, unit = windows.parts(within)
        window = tongue.window.format(time=_time(tongue.units[unit], number))
    return " ".join(tongue.counted.format(did=did, times="", window=window).split())


def _last(telling: Telling, found: Found, at: datetime) -> str:
    if not found.events:
        return telling.never
    passed = at - found.events[0].at
    for unit, length in _UNITS.items():
        if passed >= length:
            return telling.ago.format(time=_time(telling.units[unit], passed // length))
    return telling.lately


def _time(phrases: tuple[str, str], number: int) -> str:
    one, several = phrases
    return one if number == 1 else several.format(n=number)


def _value(tongue: Tongue, telling: Telling, value: Any) -> str:
    if value is None or value in ("", []):
        return telling.is_unknown
    if isinstance(value, bool):
        said = tongue.yes_no[0 if value else 1]
    elif isinstance(value, int | float):
        said = str(value)
    else:
        text = value.isoformat() if isinstance(value, datetime) else value
        shown = text if isinstance(text, str) else ", ".join(map(str, text))
        said = tongue.quoted.format(shorten(shown, LONGEST_VALUE))
    return telling.is_value.format(value=said)
