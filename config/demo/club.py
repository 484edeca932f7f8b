"""The tea club: two hundred customers who want to hear of new leaves, and what is sent to them."""

from itertools import chain, product, zip_longest
from typing import Any

from config.demo import house
from config.demo.story import Customer

TAG = "tea club 茶友会"
"""Which a rule gives to who asks to join."""
NAME = "New leaves 新茶"
KEEN = "keen 有意向"
"""Which another gives to who presses a button of a campaign."""
KEEP, NOT_NOW = "club-keep", "club-not-now"
STOP = "退订"
JOINS = {
    "en": "I would like to join the tea club, please.",
    "zh": "我想加入茶友会。",
}
COMPLAINS = {
    "en": "My teapot came broken. Can a real person help me?",
    "zh": "茶壶收到时碎了，请转人工。",
}
SORRY = {
    "en": "I am so sorry, {name}! A new teapot leaves today, and you keep your place in the club.",
    "zh": "{name}，非常抱歉！今天就给您补发一把新壶，茶友会的位置也一直为您留着。",
}
TEXT = """{% if contact.locale == "zh" %}
{{ contact.name or "您好" }}，今年的头采新茶到了（LOT）。要给您留一罐吗？
{% else %}
Hi {{ contact.name or "there" }}, the first pick of the year is in (LOT). Shall we keep a tin for you?
{% endif %}"""
"""`LOT` is another in each campaign: by it the platform's log is read."""
LABELS = {KEEP: "Keep me a tin 留一罐", NOT_NOW: "Not this time 下次吧"}

_FIRST = (
    *("Alma", "Bruno", "Clara", "Dario", "Edith", "Felix"),
    *("Greta", "Henri", "Ilse", "Jonah", "Klara", "Leo"),
)
_LAST = (
    *("Abel", "Brandt", "Clarke", "Dumont", "Eriksen"),
    *("Ferrari", "Garcia", "Horvat", "Ivanov", "Jensen"),
)
_FAMILY, _GIVEN = (
    "赵钱孙李周吴郑王冯陈",
    ("安然", "子涵", "思远", "嘉怡", "明轩", "雅琴", "文博", "若兰"),
)


def _names() -> list[tuple[str, str, str]]:
    """First and last name, and the language; the two mixed."""
    here = [(f"{family}{given}", "", "zh") for given, family in product(_GIVEN, _FAMILY)]
    there = [(first, last, "en") for last, first in product(_LAST, _FIRST)]
    return [one for one in chain(*zip_longest(there, here)) if one is not None]


MEMBERS = tuple(
    Customer(first, last, f"club_{place}", language)
    for place, (first, last, language) in enumerate(_names())
)
SIZE = len(MEMBERS)
BY_NAME = {one.name: one for one in MEMBERS}


def draft(number: int, lot: str, channel_id: str) -> dict[str, Any]:
    """The campaign as the API takes it. Whoever watches may do so at night: it keeps no quiet hours."""
    buttons = [{"label": label, "value": value} for value, label in LABELS.items()]
    return {
        "name": f"{NAME} {number}",
        "audience": {"tag": {"name": TAG, "op": "has"}},
        "channels": [channel_id],
        "message": {"text": TEXT.replace("LOT", lot), "buttons": buttons},
        "schedule": "now",
        "purpose": "marketing",
        "hold": {"open_conversation": True},
        "quiet_hours": "off",
    }


def kept() -> frozenset[str]:
    """What the bot says to who presses the first button."""
    return house.words_after(KEEP)
