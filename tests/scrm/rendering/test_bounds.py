"""A message takes little time and memory, whatever is asked."""

import time
from typing import Any

import pytest

from scrm.kernel.errors import Invalid
from scrm.rendering.messages.service import compiled, render
from scrm.rendering.messages.values import (
    LONGEST_OUTPUT,
    LONGEST_VALUES,
    MOST_ITEMS,
    Compiled,
    Value,
    Values,
)

MOST_SECONDS = 1.5
"""For the worst message that there may be; it takes a fifth of that."""


def _long(pieces: int, each: int = 1_000) -> Values:
    return {"contact": {"bio": "x" * each, "tags": ["x"] * pieces}}


def test_a_message_stops_as_soon_as_it_is_too_long() -> None:
    template = compiled("{% for x in contact.tags %}{{ contact.bio }}{% endfor %}")
    assert len(render(template, _long(20, 3_200))) == LONGEST_OUTPUT
    with pytest.raises(Invalid) as refused:
        render(template, _long(20, 3_201))
    assert refused.value.code == "message_too_long"


def test_the_rest_of_what_is_too_long_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = 0

    def endless(_: Values) -> Any:
        nonlocal drawn
        while True:
            drawn += 1
            yield "x" * 1_000

    template = Compiled("", (), endless)
    with pytest.raises(Invalid):
        render(template, {})
    assert drawn == LONGEST_OUTPUT // 1_000 + 1


_CHAINS = [
    "| upper | lower | trim",
    "| title | title | title",
    "| capitalize | truncate(1000) | length",
    "| join | title | upper",
    "| first | last | date | round",
    '| default("x") | join | join',
]


@pytest.mark.parametrize("key", ["bio", "words", "tags", "numbers"])
@pytest.mark.parametrize("chain", _CHAINS)
def test_the_dearest_template_that_is_allowed_is_cheap(chain: str, key: str) -> None:
    """Nearly five hundred steps, each on the longest value there may be."""
    filters = chain * (27 // chain.count("|"))
    template = compiled(
        (
            "{% if contact.tags in (contact.KEY FILTERS) %}{% endif %}"
            * (12 if "default" in chain else 15)
        )
        .replace("KEY", key)
        .replace("FILTERS", filters)
    )
    long: dict[str, Value] = {
        "bio": "é" * LONGEST_VALUES,
        "words": "ß " * (LONGEST_VALUES // 2),
        "tags": ["x " * (LONGEST_VALUES // MOST_ITEMS // 2)] * MOST_ITEMS,
        "numbers": [0.1 + n for n in range(MOST_ITEMS)],
    }
    values: Values = {"contact": {key: long[key]}}
    began = time.process_time()
    assert render(template, values) == ""
    assert time.process_time() - began < MOST_SECONDS
