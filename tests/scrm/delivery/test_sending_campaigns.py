"""A channel's sender with campaigns behind its colleagues' replies."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlmodel import Session, select

from connectors.telegram import PLATFORM
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.values import ChannelState
from scrm.contacts.tables import Identity
from scrm.delivery import service
from scrm.delivery.tables import Delivery
from scrm.delivery.values import Fate, Lane, LastWord, Order
from scrm.delivery.worker import Sender
from scrm.files.service import FileShelf
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.signals import signal
from tests.scrm.delivery.campaigning import Oracle, campaign, offer, row_of, stands
from tests.scrm.delivery.test_sender import WITHIN, Channels, Line, NoFiles
from tests.support.cast import ADA
from tests.support.clock import NOON, HandClock
from tests.support.hub import RunningHub
from tests.support.scene import WORKER, Scene


@dataclass
class Stand:
    scene: Scene
    line: Line
    bell: Doorbell
    oracle: Oracle
    sender: Sender
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self) -> None:
        self.tasks.append(asyncio.create_task(self.sender.run(self.stopping)))

    async def until(self, wanted: dict[int, tuple[str, str]]) -> None:
        async with asyncio.timeout(WITHIN):
            while wanted.items() - (await stands(self.scene)).items():  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.fixture
async def stand(scene: Scene) -> AsyncIterator[Stand]:
    """A sender that has not begun."""
    line, bell, oracle = Line(), Doorbell(), Oracle()
    line.open.set()
    channel = OpenChannel(
        scene.channel_id, "Shop", ChannelState.ACTIVE, PLATFORM, cast("Any", line), False, 1000
    )
    sender = Sender(
        scene.channel_id,
        database=scene.database,
        registry=cast("Registry", Channels(channel)),
        shelf=cast("FileShelf", NoFiles()),
        bell=bell,
        clock=HandClock(scene.now),
        worker=WORKER,
        last=oracle.last,
    )
    made = Stand(scene, line, bell, oracle, sender)
    yield made
    made.stopping.set()
    bell.close()
    async with asyncio.timeout(WITHIN):
        await asyncio.gather(*made.tasks)


async def test_replies_go_before_what_campaigns_send(stand: Stand) -> None:
    heard = await offer(stand.scene, "1", "2")
    await stand.scene.answer(heard["2"].conversation_id, "a reply")
    stand.begin()
    await stand.until({1: ("sent", ""), 2: ("sent", "")})
    said = [stand.line.begun.get_nowait() for _ in range(3)]
    assert said[0] == "a reply"
    assert sorted(said[1:]) == ["Offer 1", "Offer 2"]
    assert [one.message_id for one in stand.oracle.wrote] in ([1, 2], [2, 1])


async def test_what_may_not_go_touches_no_socket(stand: Stand) -> None:
    later = NOON + timedelta(hours=1)
    stand.oracle.words = {
        1: LastWord(Fate.BLOCKED, "opted_out"),
        2: LastWord(Fate.HELD, "conversation_waits"),
        3: LastWord(Fate.LATER, "quiet_hours", later),
    }
    await offer(stand.scene, "1", "2", "3", "4")
    stand.begin()
    await stand.until(
        {
            1: ("blocked", "opted_out"),
            2: ("held", "conversation_waits"),
            3: ("queued", "quiet_hours"),
            4: ("sent", ""),
        }
    )
    assert stand.line.begun.get_nowait() == "Offer 4"
    assert stand.line.begun.empty()
    assert (await row_of(stand.scene, 3)).due_at == later


async def test_a_hub_lets_come_back_what_is_held(hub: RunningHub) -> None:
    """The bell of what is held wakes it, long before it would look by itself."""
    await hub.hear(ADA, "Hello")
    database, now = hub.hub.database, hub.hub.clock.now

    def hold(session: Session) -> int:
        to = session.exec(select(Identity)).one()
        order = Order(
            *(1, to.id, to.channel_id, to.contact_id, to.external_id),
            *({"text": "Offer"}, Lane.CAMPAIGN, now()),
            campaign=campaign(),
        )
        service.enqueue(session, [order], now())
        row = session.exec(select(Delivery)).one()
        row.state, row.reason, row.due_at = "held", "just_answered", now()
        signal(session, service.HELD, to.channel_id)
        return row.id

    delivery_id = await database.write(hold)
    async with asyncio.timeout(WITHIN):
        while (await database.read(lambda s: s.get_one(Delivery, delivery_id))).state == "held":  # noqa: ASYNC110
            await asyncio.sleep(0.02)
