"""For `make dev`: restarts the hub when a Python file changes."""

import asyncio
from pathlib import Path

import config
from config.demo.keeper import HubKeeper

ROOT = Path(config.__file__).parent.parent
FOLDERS = ("scrm", "connectors", "tagging", "campaigns", "config")
LOOK_EVERY = 1.0


async def restart_on_change(keeper: HubKeeper) -> None:
    """Until cancelled."""
    before = await asyncio.to_thread(_newest)
    while True:
        await asyncio.sleep(LOOK_EVERY)
        now = await asyncio.to_thread(_newest)
        if now != before:
            before = now
            await keeper.restart()


def _newest() -> tuple[int, int]:
    """How many files there are, and when the last of them was written."""
    times = [
        file.stat().st_mtime_ns
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        if "node_modules" not in file.parts
    ]
    return len(times), max(times)
