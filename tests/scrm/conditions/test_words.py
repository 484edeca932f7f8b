"""Every question reads as a sentence in English and in Chinese."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given

from scrm.conditions.bounds import values as most
from scrm.conditions.chinese.values import CHINESE
from scrm.conditions.english.values import ENGLISH
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Bound,
    Channel,
    Condition,
    Conversation,
    Count,
    Data,
    Last,
    Leaf,
    Not,
    Op,
    Sum,
    Tag,
    Text,
    TextHow,
)
from scrm.conditions.words.policy import in_words
from scrm.journal.values import KINDS
from tests.scrm.conditions.drawing import CONDITIONS

NAMES = {"7": "Shop bot", "telegram": "Telegram", "webchat": "网站聊天", "5": "Bo"}
WEEK, MONTH, HOUR = timedelta(days=7), timedelta(days=30), timedelta(hours=1)
WROTE = "message.received"
VIEWED = "page.viewed"
VIP, RUDE = Tag("vip"), Tag("rude")
PRICING = Data("url", Op.CONTAINS, ("/pricing",))
ON_TELEGRAM = Channel(platform="telegram")


def _city(op: Op, *values: str | float | bool) -> Attribute:
    return Attribute("city", op, values)


LEAVES: list[tuple[Condition, str, str]] = [
    (
        Text(TextHow.MATCHES, ("refund|退款",)),
        "they wrote something that matches “refund|退款”",
        "发过的消息符合“refund|退款”",
    ),
    (
        Text(TextHow.CONTAINS_ANY, ("price", "价格"), WEEK),
        "they wrote “price” or “价格” in the last 7 days",
        "最近 7 天内发过含有“price”或“价格”的消息",
    ),
    (
        Text(TextHow.CONTAINS_ALL, ("a", "b", "c")),
        "they wrote “a”, “b” and “c” in one message",
        "在一条消息里写过“a”、“b”和“c”",
    ),
    (
        Text(TextHow.CONTAINS_ANY, tuple("abcdefg")),
        "they wrote “a”, “b”, “c”, “d”, “e” or 2 more",
        "发过含有“a”、“b”、“c”、“d”、“e”或另外 2 个的消息",
    ),
    (_city(Op.EQ, "上海"), "their city is “上海”", "city是“上海”"),
    (_city(Op.NE, "Ulm"), "their city is not “Ulm”", "city不是“Ulm”"),
    (_city(Op.IN, "Ulm", 7), "their city is “Ulm” or 7", "city是“Ulm”或7"),
    (_city(Op.NOT_IN, "Ulm"), "their city is not “Ulm”", "city不是“Ulm”"),
    (_city(Op.CONTAINS, "l"), "their city contains “l”", "city包含“l”"),
    (_city(Op.STARTS_WITH, "U"), "their city begins with “U”", "city以“U”开头"),
    (_city(Op.GT, 3), "their city is more than 3", "city大于3"),
    (_city(Op.GTE, 3), "their city is at least 3", "city至少为3"),
    (_city(Op.LT, 3), "their city is less than 3", "city小于3"),
    (_city(Op.LTE, 3.5), "their city is at most 3.5", "city至多为3.5"),
    (_city(Op.GT, "2026-05-01"), "their city is after 2026-05-01", "city晚于2026-05-01"),
    (
        _city(Op.BETWEEN, "2026-05-01", "2026-06-01"),
        "their city is between 2026-05-01 and 2026-06-01",
        "city在2026-05-01到2026-06-01之间",
    ),
    (_city(Op.EXISTS), "their city is known", "city已知"),
    (_city(Op.MISSING), "their city is not known", "city未知"),
    (_city(Op.EQ, True), "their city is yes", "city是“是”"),
    (
        Attribute("owner_id", Op.EQ, ("5",)),
        "their owner is “Bo”",
        "负责人是“Bo”",
    ),
    (VIP, "they have the tag “vip”", "有标签“vip”"),
    (Tag("vip", has=False), "they do not have the tag “vip”", "没有标签“vip”"),
    (
        Count(WROTE, Bound.AT_LEAST, 3, WEEK),
        "they wrote to us at least 3 times in the last 7 days",
        "最近 7 天内给我们发过消息至少 3 次",
    ),
    (
        Count(WROTE, Bound.AT_LEAST, 1, HOUR),
        "they wrote to us in the last hour",
        "最近 1 小时内给我们发过消息",
    ),
    (Count(WROTE, Bound.AT_MOST, 0), "they did not write to us", "没有给我们发消息"),
    (Count(WROTE, Bound.AT_MOST, 1), "they wrote to us at most once", "给我们发过消息最多 1 次"),
    (
        Count(VIEWED, Bound.EXACTLY, 2, None, All((PRICING, Not(ON_TELEGRAM)))),
        "they looked at a page (url contains “/pricing”, and it did not come on Telegram) "
        "exactly 2 times",
        "浏览过网页（url包含“/pricing”，并且不是来自Telegram）正好 2 次",
    ),
    (
        Count("custom.refused", Bound.AT_LEAST, 1),
        "the event “custom.refused” happened",
        "发生过事件“custom.refused”",
    ),
    (
        Sum("custom.points", "points", Bound.AT_MOST, 9),
        "“points” adds up to at most 9 over each time the event “custom.points” happened",
        "发生过事件“custom.points”，“points”合计至多为 9",
    ),
    (
        Last(WROTE, MONTH, before=True),
        "they wrote to us, but not in the last 30 days",
        "给我们发过消息，但最近 30 天内没有",
    ),
    (
        Last(WROTE, MONTH, before=False, where=Text(TextHow.CONTAINS_ANY, ("hi",))),
        "they wrote to us (the text has “hi”) in the last 30 days",
        "最近 30 天内给我们发过消息（内容含有“hi”）",
    ),
    (ON_TELEGRAM, "they are on Telegram", "在Telegram上"),
    (Channel(platform="webchat"), "they are on 网站聊天", "在网站聊天上"),
    (Channel(platform="wechat"), "they are on Wechat", "在Wechat上"),
    (Channel(id=7), "they are on “Shop bot”", "在“Shop bot”上"),
    (Channel(id=8), "they are on a channel that is gone", "在已不存在的渠道上"),
    (
        Conversation("open", waiting=True, assigned=False),
        "they have a conversation that is open, waits for our answer and nobody has taken",
        "有进行中、在等我们回复且无人负责的会话",
    ),
    (
        Conversation(waiting=False),
        "they have a conversation that does not wait for our answer",
        "有不在等我们回复的会话",
    ),
]
DENIED: list[tuple[Condition, str, str]] = [
    (
        Text(TextHow.CONTAINS_ANY, ("a",), WEEK),
        "they did not write “a” in the last 7 days",
        "最近 7 天内没有发过含有“a”的消息",
    ),
    (_city(Op.NE, "Ulm"), "their city is “Ulm”", "city是“Ulm”"),
    (_city(Op.GT, 3), "their city is not more than 3", "city不大于3"),
    (_city(Op.EXISTS), "their city is not known", "city未知"),
    (VIP, "they do not have the tag “vip”", "没有标签“vip”"),
    (Tag("vip", has=False), "they have the tag “vip”", "有标签“vip”"),
    (
        Count(WROTE, Bound.AT_LEAST, 3),
        "they wrote to us at most 2 times",
        "给我们发过消息最多 2 次",
    ),
    (Count(WROTE, Bound.AT_LEAST, 1), "they did not write to us", "没有给我们发消息"),
    (Count(WROTE, Bound.AT_MOST, 0), "they wrote to us", "给我们发过消息"),
    (Count(WROTE, Bound.EXACTLY, 0), "they wrote to us", "给我们发过消息"),
    (
        Count(WROTE, Bound.EXACTLY, 2),
        "it is not so that they wrote to us exactly 2 times",
        "并非给我们发过消息正好 2 次",
    ),
    (
        Count(WROTE, Bound.AT_LEAST, 0),
        "it is not so that they wrote to us at least 0 times",
        "并非给我们发过消息至少 0 次",
    ),
    (
        Last(WROTE, MONTH, before=True),
        "they did not write to us, or did so in the last 30 days",
        "没有给我们发消息，或者最近 30 天内有过",
    ),
    (
        Last(WROTE, MONTH, before=False),
        "they did not write to us in the last 30 days",
        "最近 30 天内没有给我们发消息",
    ),
    (ON_TELEGRAM, "they are not on Telegram", "不在Telegram上"),
    (Conversation("open"), "they have no conversation that is open", "没有进行中的会话"),
]


@pytest.mark.parametrize(("condition", "english", "chinese"), LEAVES)
def test_a_question_reads_as_a_sentence(condition: Leaf, english: str, chinese: str) -> None:
    assert in_words(condition, "en", NAMES) == english
    assert in_words(condition, "zh-CN", NAMES) == chinese


@pytest.mark.parametrize(("condition", "english", "chinese"), DENIED)
def test_a_denied_question_says_the_opposite(condition: Leaf, english: str, chinese: str) -> None:
    assert in_words(Not(condition), "en", NAMES) == english
    assert in_words(Not(condition), "zh", NAMES) == chinese


def test_no_kind_of_question_is_missing_above() -> None:
    asked = [leaf for leaf, *_ in LEAVES]
    inside = [leaf.where for leaf in asked if isinstance(leaf, Count | Last)]
    parts = [part for where in inside if isinstance(where, All) for part in where.parts]
    assert {type(leaf) for leaf in (*asked, *parts)} >= set(get_args(Leaf))
    assert {leaf.op for leaf in asked if isinstance(leaf, Attribute)} == set(Op)


@pytest.mark.parametrize("tongue", [ENGLISH, CHINESE])
def test_no_kind_of_event_is_without_words(tongue: type) -> None:
    assert set(tongue.did) == set(KINDS)  # type: ignore[attr-defined]


TWO = All((VIP, Not(ON_TELEGRAM)))
GROUPS: list[tuple[Condition, str, str]] = [
    (
        TWO,
        "they have the tag “vip”, and they are not on Telegram",
        "有标签“vip”，并且不在Telegram上",
    ),
    (
        Not(TWO),
        "they do not have the tag “vip”, or they are on Telegram",
        "没有标签“vip”，或者在Telegram上",
    ),
    (
        Not(AnyOf((VIP, RUDE))),
        "they do not have the tag “vip”, and they do not have the tag “rude”",
        "没有标签“vip”，并且没有标签“rude”",
    ),
    (Not(Not(All((VIP,)))), "they have the tag “vip”", "有标签“vip”"),
    (
        All((VIP, AnyOf((RUDE, TWO)), Not(AnyOf((VIP, All((VIP, AnyOf((VIP, RUDE))))))))),
        """all of these hold:
  • they have the tag “vip”
  • at least one of these holds:
    • they have the tag “rude”
    • they have the tag “vip”, and they are not on Telegram
  • none of these holds:
    • they have the tag “vip”
    • all of these hold:
      • they have the tag “vip”
      • they have the tag “vip”, or they have the tag “rude”""",
        """以下全部成立：
  • 有标签“vip”
  • 以下至少一项成立：
    • 有标签“rude”
    • 有标签“vip”，并且不在Telegram上
  • 以下都不成立：
    • 有标签“vip”
    • 以下全部成立：
      • 有标签“vip”
      • 有标签“vip”，或者有标签“rude”""",
    ),
]


@pytest.mark.parametrize(("condition", "english", "chinese"), GROUPS)
def test_groups_read_as_sentences_or_as_lists(
    condition: Condition, english: str, chinese: str
) -> None:
    assert in_words(condition, "en", NAMES) == english
    assert in_words(condition, "zh", NAMES) == chinese


def test_many_questions_are_a_list() -> None:
    assert in_words(AnyOf((VIP, RUDE, VIP, RUDE)), "en", NAMES).count("\n  • ") == 4


def test_groups_about_an_event_stand_in_brackets() -> None:
    where = AnyOf((PRICING, All((ON_TELEGRAM, Not(PRICING)))))
    said = in_words(Count(VIEWED, Bound.AT_LEAST, 1, None, where), "en", NAMES)
    assert said == (
        "they looked at a page (url contains “/pricing”, or "
        "(it came on Telegram, and url does not contain “/pricing”))"
    )


def test_braces_in_what_somebody_wrote_stay_braces() -> None:
    assert in_words(Tag("{name}{0}"), "en", NAMES) == "they have the tag “{name}{0}”"


@given(CONDITIONS)
def test_any_condition_can_be_said(condition: Condition) -> None:
    for language in ("en", "zh", "fr"):
        assert len(in_words(condition, language, {})) < 1_000 * most.MOST_LEAVES


def test_a_long_sentence_becomes_a_list() -> None:
    long = Tag("a tag with a name that fills nearly all of a line")
    assert in_words(All((long, long, long)), "en", NAMES).startswith("all of these hold:\n")
