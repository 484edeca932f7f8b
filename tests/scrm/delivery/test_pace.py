"""Whose turn it is on a channel."""

import asyncio

import pytest

from scrm.delivery.pacing.worker import Turnstile

AGENT, BOT = 0, 1


async def _pass(stile: Turnstile, lane: int, name: str, passed: list[str]) -> None:
    async with stile.turn(lane):
        passed.append(name)
        await asyncio.sleep(0)


async def test_a_higher_lane_comes_before_all_who_stand_in_line() -> None:
    stile, passed = Turnstile(), list[str]()
    async with asyncio.TaskGroup() as group, stile.turn(BOT):
        for number in range(3):
            group.create_task(_pass(stile, BOT, f"bot {number}", passed))
        await asyncio.sleep(0)
        group.create_task(_pass(stile, AGENT, "agent", passed))
        await asyncio.sleep(0)
        assert passed == []
    assert passed == ["agent", "bot 0", "bot 1", "bot 2"]


@pytest.mark.parametrize("is_called", [True, False])
async def test_who_leaves_the_line_stops_nobody(*, is_called: bool) -> None:
    stile, passed = Turnstile(), list[str]()
    async with stile.turn(BOT):
        leaving = asyncio.create_task(_pass(stile, BOT, "leaving", passed))
        staying = asyncio.create_task(_pass(stile, BOT, "staying", passed))
        await asyncio.sleep(0)
        if not is_called:
            leaving.cancel()
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await staying
    assert passed == ["staying"]
    await _pass(stile, BOT, "later", passed)
    assert passed[-1] == "later"
