"""An ordinary hub has the machine's time, and nothing moves it."""

from datetime import UTC, datetime, timedelta

import pytest

from config import control
from config.asking import CommandFailed, ask
from config.demo.clock import FILE, MOVE
from config.hub import Hub
from config.server import ROOMS
from config.settings import Settings
from scrm.kernel.clock import SystemClock
from tests.support.databases import Place
from tests.support.hub import running_hub, settings_for


async def test_the_command_that_moves_the_demos_clock_is_unknown(sqlite_only: Place) -> None:
    async with running_hub(sqlite_only, workers=False) as running:
        commands = await control.serve(running.hub)
        try:
            with pytest.raises(CommandFailed, match="No such verb"):
                await ask(running.hub.folder.socket, MOVE, {"by": 3_600})
        finally:
            await commands.cleanup()
        assert abs(running.hub.clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_file_that_a_demo_left_moves_nothing(sqlite_only: Place) -> None:
    sqlite_only.data_dir.mkdir(parents=True, exist_ok=True)
    (sqlite_only.data_dir / FILE).write_text("691200")
    hub = Hub(settings_for(sqlite_only))
    assert type(hub.clock) is SystemClock
    assert abs(hub.clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_no_setting_and_no_route_is_about_the_clock() -> None:
    paths = [route.path for room in ROOMS for route in room.routes]
    assert paths
    assert [name for name in (*Settings.model_fields, *paths) if "clock" in name] == []
