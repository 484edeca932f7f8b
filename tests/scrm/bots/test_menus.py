"""Choices are buttons, or numbers where there are none; a number is understood as the press."""

import pytest

from scrm.bots.choosing.values import Offered
from scrm.bots.menus.policy import chosen, worded
from scrm.kernel.languages import language_of
from tests.scrm.bots.conftest import LOST, Bench

MENU = {
    "name": "Menu",
    "welcome": True,
    "answer": {
        "text": {"en": "What about?", "zh": "请问有什么可以帮您？"},
        "buttons": [
            {"label": {"en": "Opening hours", "zh": "营业时间"}, "value": "hours"},
            {"label": "Shop", "url": "https://example.org"},
            {"label": {"en": "Parcel", "zh": "快递"}, "value": "parcel"},
        ],
    },
}
HOURS = {"name": "Hours", "press": ["hours"], "answer": {"text": "Nine to five"}}
PARCEL = {
    "name": "Parcel",
    "on": {"text": {"contains_any": ["parcel", "快递"]}},
    "answer": {"text": "It is on its way"},
}
OFFERED = [Offered("One", "1"), Offered("Two", "2")]


async def test_where_there_are_buttons_they_are_sent_and_pressed(bench: Bench) -> None:
    await bench.in_force(MENU, HOURS, PARCEL)
    assert await bench.says("Hi") == ["What about?"]
    (menu,) = (one for one in await bench.thread() if one.author_kind == "bot")
    assert menu.content["buttons"] == [
        {"label": "Opening hours", "value": "hours"},
        {"label": "Shop", "url": "https://example.org"},
        {"label": "Parcel", "value": "parcel"},
    ]
    assert await bench.says("Opening hours", press="hours") == ["Nine to five"]


async def test_where_there_are_none_numbers_stand_for_them(bench: Bench) -> None:
    bench.can = {}
    await bench.in_force(MENU, HOURS, PARCEL, LOST)
    assert await bench.says("你好", locale="zh-hans") == [
        "请问有什么可以帮您？\n\n1. 营业时间\nShop: https://example.org\n2. 快递"
    ]
    assert await bench.says("１。") == ["Nine to five"]
    assert await bench.says("1") == [
        "I did not understand that, sorry"
    ]  # there is no menu any more


async def test_a_number_says_what_its_label_does(bench: Bench) -> None:
    """Also where somebody types it instead of pressing the button."""
    await bench.in_force(MENU, HOURS, PARCEL)
    await bench.says("Hi")
    assert await bench.says("2") == ["It is on its way"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        *(("1", "1"), (" 2. ", "2"), ("(2)", "2"), ("２。", "2")),
        *(("3", None), ("0", None), ("12 tins", None), ("", None), ("number 1", None)),
    ],
)
def test_a_number_alone_is_a_choice(said: str, value: str | None) -> None:
    found = chosen(said, OFFERED)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("locale", "said", "language"),
    [
        ("zh-hans", "Hello", "zh"),
        ("en_GB", "你好", "en"),
        ("", "你好", "zh"),
        ("", "Hello", "en"),
        ("", "12", "de"),
    ],
)
def test_a_person_is_answered_in_their_language(locale: str, said: str, language: str) -> None:
    assert language_of(locale, said, "de") == language


def test_of_a_language_that_is_missing_the_first_text_is_taken() -> None:
    assert worded((("en", "Hello"), ("zh", "你好")), "fr") == "Hello"
    assert worded((("", "Hello"),), "zh") == "Hello"
