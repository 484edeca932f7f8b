"""Failpoints do what they were asked, where they were asked, and nothing else."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from scrm.kernel import failpoints as module
from scrm.kernel.failpoints import failpoint
from tests.support.gate import Gate

Arm = Callable[[str], None]


def test_a_failpoint_that_is_not_armed_does_nothing(failpoints: Arm) -> None:
    failpoints("elsewhere=raise:ValueError")
    failpoint("here")


@pytest.mark.parametrize(
    "error",
    [ValueError, MemoryError, RecursionError, asyncio.CancelledError, IntegrityError],
)
def test_it_raises_what_was_asked(error: type[BaseException], failpoints: Arm) -> None:
    failpoints(f"here=raise:{error.__name__}")
    with pytest.raises(error):
        failpoint("here")


def test_database_errors_carry_a_cause_as_the_driver_gives_it(failpoints: Arm) -> None:
    failpoints("here=raise:OperationalError")
    with pytest.raises(OperationalError) as raised:
        failpoint("here")
    assert "failpoint here" in str(raised.value.orig)


def test_the_first_passes_may_go(failpoints: Arm) -> None:
    failpoints("here=raise:ValueError@2")
    failpoint("here")
    failpoint("here")
    with pytest.raises(ValueError, match="failpoint here"):
        failpoint("here")


def test_one_key_fails_and_others_pass(failpoints: Arm) -> None:
    failpoints("here#7=raise:ValueError")
    failpoint("here", "8")
    failpoint("here")
    with pytest.raises(ValueError, match="here#7"):
        failpoint("here", "7")


def test_an_unknown_action_is_told(failpoints: Arm) -> None:
    failpoints("here=dance")
    with pytest.raises(ValueError, match="unknown failpoint action"):
        failpoint("here")


async def test_a_gate_holds_until_it_is_opened_and_says_that_it_does(
    failpoints: Arm, tmp_path: Path
) -> None:
    gate = Gate(tmp_path)
    failpoints(f"here=gate:{gate.path}")
    failpoint("here")
    gate.shut()
    passing = [asyncio.create_task(asyncio.to_thread(failpoint, "here")) for _ in range(2)]
    await gate.is_reached()
    assert not any(one.done() for one in passing)
    gate.open()
    await asyncio.gather(*passing)
    failpoint("here")


def test_a_gate_that_nobody_opens_is_told(
    failpoints: Arm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GATE_OPENS_WITHIN", 0.0)
    gate = Gate(tmp_path)
    gate.shut()
    failpoints(f"here=gate:{gate.path}")
    with pytest.raises(TimeoutError, match="nobody opened"):
        failpoint("here")
    gate.open()
