"""What the stage refuses: two accidents, two campaigns, or time that leaps in the middle of one."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import ClientSession

from config.demo.backstage import Backstage, Props
from scrm.kernel.errors import Conflict


class Stage:
    """A backstage with doubles of what it directs."""

    def __init__(self) -> None:
        self.done: list[str] = []
        up = asyncio.Event()
        up.set()
        self.keeper = SimpleNamespace(up=up)
        self.plug = SimpleNamespace(is_running=False, pull=self._pull)
        self.mailing = SimpleNamespace(is_running=False, side="its side", run=self._run)
        self.backstage = Backstage("key", cast(ClientSession, None), "http://hub", "http://shop")

    async def _pull(self, campaign: Any) -> None:
        self.done.append(f"pulled, counting {campaign}")

    async def _run(self, *, pull: bool) -> None:
        self.done.append(f"launched, to be pulled: {pull}")

    async def _move(self, by: Any) -> None:
        self.done.append(f"moved by {by}")

    async def does(self, act: str) -> list[str]:
        async with asyncio.TaskGroup() as group:
            props = SimpleNamespace(
                group=group,
                keeper=self.keeper,
                plug=self.plug,
                mailing=self.mailing,
                mover=SimpleNamespace(move=self._move),
            )
            self.backstage.furnish(cast(Props, props))
            match act:
                case "pull":
                    self.backstage.pull()
                case "launch":
                    self.backstage.launch(pull=True)
                case "leap":
                    await self.backstage.leap("1h")
        return self.done


@pytest.mark.parametrize(
    ("act", "done"),
    [
        ("pull", "pulled, counting its side"),
        ("launch", "launched, to be pulled: True"),
        ("leap", "moved by 1:00:00"),
    ],
)
async def test_what_is_asked_is_done(act: str, done: str) -> None:
    assert await Stage().does(act) == [done]


async def refused(stage: Stage, act: str) -> None:
    with pytest.raises(ExceptionGroup) as refusal:
        await stage.does(act)
    assert refusal.group_contains(Conflict)
    assert stage.done == []


@pytest.mark.parametrize("act", ["pull", "launch", "leap"])
async def test_nothing_else_happens_while_the_plug_is_pulled(act: str) -> None:
    stage = Stage()
    stage.plug.is_running = True
    await refused(stage, act)


@pytest.mark.parametrize("act", ["launch", "leap"])
async def test_a_campaign_under_way_is_not_launched_again_nor_does_time_leap(act: str) -> None:
    stage = Stage()
    stage.mailing.is_running = True
    await refused(stage, act)


@pytest.mark.parametrize("act", ["pull", "launch"])
async def test_a_hub_that_is_down_is_left_alone(act: str) -> None:
    stage = Stage()
    stage.keeper.up.clear()
    await refused(stage, act)
