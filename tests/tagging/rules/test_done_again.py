"""A unit whose first try is undone is done again: what it wrote then, it writes again."""

import time
from collections.abc import Callable

import pytest

from tagging.patience import policy as patience
from tagging.rules.values import RuleState
from tests.support.endless import ENDLESS, make_endless
from tests.tagging.rules.conftest import Bench
from tests.tagging.rules.test_reacting import REFUND


async def test_a_rule_that_is_not_understood_is_paused_though_another_fails(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await bench.in_force(REFUND | {"name": "Bad", "then": [{"tag": "bad"}]})
    row = await bench.in_force(REFUND)
    await bench.misread(row)
    failpoints("rules.act#Bad=raise:ValueError")
    await bench.says("refund")
    assert (await bench.row("Bad")).state == RuleState.PAUSED
    assert (await bench.row("Refunds")).state == RuleState.PAUSED


async def test_what_takes_too_long_is_not_waited_for_once_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endless(monkeypatch)
    monkeypatch.setattr(patience, "TOGETHER", 4.0)
    monkeypatch.setattr(patience, "ALONE", 0.5)
    await bench.in_force(REFUND | {"name": "Endless", "if": ENDLESS})
    begun = time.monotonic()
    await bench.says("refund")
    assert time.monotonic() - begun < 7.5
    assert (await bench.row("Endless")).state == RuleState.PAUSED
