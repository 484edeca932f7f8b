"""F-17, P4: an event that kills the process is buried after five tries and takes nobody with it."""

import asyncio

import pytest
from aiohttp import ClientError
from sqlmodel import select

from scrm.intake.tables import IntakeEvent
from tests.faults.killing import drained
from tests.support.cast import ADA, Json, Telegram, crowd
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.process import RETRY, HubProcess, hub_process, supervised

MOST_DEATHS = 8
"""One while it was first taken in, five tries, and room for one lease more."""


async def _pushed(hub: HubProcess, updates: list[Json]) -> None:
    """Each until it is acknowledged, all at once, whatever the hub goes through."""

    async def push(update: Json) -> None:
        while True:
            await hub.up.wait()
            try:
                reply = await hub.client.push(update)
            except (ClientError, OSError):
                await asyncio.sleep(RETRY)
                continue
            if reply.status == 200:
                return

    async with asyncio.TaskGroup() as group:
        for update in updates:
            group.create_task(push(update))


@pytest.mark.parametrize("where", ["intake.parse", "intake.apply"])
async def test_an_event_that_kills_the_process_is_buried_and_harms_no_other(
    where: str, sqlite_only: Place, nurse: Nursery
) -> None:
    telegram = Telegram()
    before = [telegram.says(one, f"before, {one.name}") for one in crowd(20)]
    poison = telegram.says(ADA, "poison")
    behind = telegram.says(ADA, "behind the poison")
    others = [telegram.says(one, f"after, {one.name}") for one in crowd(20, 20_000)]
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as hub:
        hub.failpoints = f"{where}#{poison['update_id']}=crash"
        await hub.start()
        await hub.kill()  # so that it is careful, and keeps before it applies
        await hub.start()
        async with supervised(hub, MOST_DEATHS) as deaths:
            await _pushed(hub, [*before, poison, behind, *others])
            await drained(sqlite_only, within=60)
        texts = {one["message"]["text"] for one in [*before, behind, *others]}
        events = _events(sqlite_only)
    assert 5 <= len(deaths) <= MOST_DEATHS - 1
    assert set(deaths) == {-11}
    assert events.pop(str(poison["update_id"])) == ("dead", 6)
    assert {state for state, _ in events.values()} == {"done"}
    acknowledged = {
        str(one["update_id"]): one["message"]["text"] for one in [*before, behind, *others]
    }
    assert violations(sqlite_only, acknowledged=acknowledged, drained=True) == []
    assert len(texts) == len(events)


def _events(place: Place) -> dict[str, tuple[str, int]]:
    with place.reading() as session:
        return {
            one.external_id: (one.state, one.tries) for one in session.exec(select(IntakeEvent))
        }
