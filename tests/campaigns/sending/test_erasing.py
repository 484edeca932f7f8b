"""Who erases somebody beside a last look at them waits for it, and it for nobody."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event as Flag

import pytest
from sqlalchemy import text
from sqlmodel import Session

from scrm.delivery.looking.service import LastLook
from scrm.delivery.values import Due
from tests.campaigns.hand import Hand
from tests.support.hub import Reply

PATIENCE = 20.0
_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
SERVICE = {"purpose": "service"}


async def _erase(hand: Hand, name: str) -> Reply:
    path = f"/api/v1/contacts/{hand.desk.people[name]}"
    return await hand.desk.running.client.ask("DELETE", path, json={"reason": "asked"})


@pytest.mark.parametrize("knows_us", [True, False], ids=["a thread", "no thread"])
async def test_beside_a_look_that_is_about_to_write(crowded: Hand, *, knows_us: bool) -> None:
    hand, inner = crowded, crowded.last
    await hand.fed("Ann", **SERVICE)
    if knows_us:
        assert await hand.send() == ["at Ann"]
        hand.desk.clock.advance(timedelta(days=2))
        assert await hand.feed(await hand.launched(name="Second", **SERVICE)) == 1
    reached, gate = Flag(), Flag()

    def written(session: Session, rows: Sequence[Due], now: datetime) -> None:
        reached.set()
        assert gate.wait(PATIENCE)
        session.execute(text("SET LOCAL lock_timeout = '300ms'"))
        inner.written(session, rows, now)

    hand.last = LastLook(inner.look, written)
    going = asyncio.create_task(hand.begin())
    assert await asyncio.to_thread(reached.wait, PATIENCE)
    erasing = asyncio.create_task(_erase(hand, "Ann"))
    try:
        async with asyncio.timeout(PATIENCE):
            while not await hand.desk.running.read(lambda s: s.execute(_WAITS).scalar_one()):
                assert not erasing.done()
    finally:
        gate.set()
    assert len(await going) == 1
    said = await erasing
    assert (said.status, said.json["code"]) == (409, "being_sent")
    await hand.put("at Ann", "sent")
    assert (await _erase(hand, "Ann")).status == 200
    assert await hand.rows() == []
