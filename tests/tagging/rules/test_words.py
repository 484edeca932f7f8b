"""Rules that watch, in plain words."""

from typing import Any

import pytest

from tagging.rules import service
from tagging.rules.words.policy import rule_in_words
from tests.tagging.rules.test_standing import KEEN, SLEEPING


@pytest.mark.parametrize(
    ("definition", "language", "lines"),
    [
        (
            KEEN,
            "en",
            [
                *("When this happens: they wrote to us", "and this holds:"),
                *("  they wrote to us at least 2 times in the last day", "then:"),
                "  – tag “keen” for as long as that holds",
            ],
        ),
        (
            SLEEPING | {"then": SLEEPING["then"][:1]},
            "zh",
            [
                *("一旦满足：", "  给我们发过消息，但最近 30 天内没有", "则："),
                *("  – 打上标签“asleep”，条件不再成立时去掉",),
            ],
        ),
        (
            {"name": "All", "when": "time", "then": [{"tag": "all"}]},
            "en",
            ["For everybody", "then:", "  – tag “all”"],
        ),
    ],
)
def test_they_say_when_they_act(definition: Any, language: str, lines: list[str]) -> None:
    assert rule_in_words(service.read(definition), language, {}).splitlines() == lines
