"""In a whole hub the worker begins what is due, and only what is due."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.audience import service
from campaigns.tables import Occurrence
from campaigns.values import TOPIC
from tests.campaigns.conftest import MONDAY, Desk
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import running_hub


async def test_a_planned_run_begins_by_the_clock(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FEW", 0)
    clock = HandClock(MONDAY)
    async with running_hub(sqlite_only, clock=clock) as running:
        desk = Desk(running, clock)
        await desk.lives("Ada")
        planned = await desk.written(schedule={"at": "2026-11-30T13:00"})
        large = await desk.written()
        for one in (planned, large):
            await desk.must(one, "launch")

        def begun(session: Session) -> list[int]:
            frozen = col(Occurrence.frozen_at).is_not(None)
            return list(session.exec(select(Occurrence.campaign_id).where(frozen)))

        await running.until(lambda s: begun(s) == [int(large)] or None)
        clock.advance(timedelta(hours=1))
        running.hub.bell.ring(TOPIC)
        await running.until(lambda s: len(begun(s)) == 2 or None)
        assert await desk.names(planned) == ["Ada"]
