"""A hub with people to write to, for `scrm bench campaign`, in a process of its own on core 0:
`python -m config.bench.storms PEOPLE API`.

It says its port, a token for REST and the conversation of somebody who has written. At a line on its
input it launches a campaign to all of them, and says how that went.
"""

import asyncio
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import uvloop
from aiohttp import web
from sqlmodel import Session, col, func, select

from campaigns.life import service as life
from campaigns.tables import Campaign
from config.bench.hubs import ready_hub
from config.bench.load import pin
from config.bench.servers import say
from config.hub import Hub
from config.logs import set_up
from config.server import application
from config.settings import load
from config.verbs import create_token
from scrm.channels.registry import Registry
from scrm.channels.tables import Channel
from scrm.channels.values import RawEvent
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import micros
from scrm.kernel.errors import NotFound
from scrm.kernel.ids import new_ids
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import table_of
from scrm.web.runner import ImpatientRunner

AT_ONCE = 20_000
LOOK_EVERY = 0.5
SENT_WITHIN = 1_800.0
TEXT = "Hi {{ contact.name or 'there' }}, there is something new for you in the shop."
WRITER = 99
"""By this number the platform knows the one who has written."""
_MEGABYTE = 1024 * 1024


def add_people(session: Session, channel_id: int, count: int, at: int) -> None:
    """Each with an address on the channel, who wrote to us at `at`, in microseconds."""
    ids = new_ids(2 * count)
    people = [(ids[n], f"Sender {ids[n]}", "en", at) for n in range(count)]
    addresses = [
        (ids[count + n], channel_id, f"{ids[n]}", ids[n], f"Sender {ids[n]}", "", at)
        for n in range(count)
    ]
    insert_rows(session, table_of(Contact), ("id", "name", "locale", "first_seen"), people)
    columns = (
        *("id", "channel_id", "external_id", "contact_id", "display", "username"),
        "last_inbound_at",
    )
    insert_rows(session, table_of(Identity), columns, addresses)


def draft(channel_id: int) -> dict[str, Any]:
    """To everybody: nobody is said to live nowhere."""
    return {
        "name": "Bench",
        "audience": {"not": {"attribute": {"name": "city", "op": "eq", "value": "nowhere"}}},
        "channels": [str(channel_id)],
        "message": {"text": TEXT},
        "schedule": "now",
        "quiet_hours": "off",
    }


def add_campaign(session: Session, channel_id: int, hub: Hub) -> int:
    now = hub.clock.now()
    row = Campaign(
        name="Bench", draft=draft(channel_id), created_by={}, created_at=now, updated_at=now
    )
    session.add(row)
    session.flush()
    return row.id


async def gather(hub: Hub, channel_id: int, people: int) -> None:
    at = micros(hub.clock.now())
    for first in range(0, people, AT_ONCE):
        count = min(AT_ONCE, people - first)
        await hub.database.write(lambda s, n=count: add_people(s, channel_id, n, at))  # type: ignore[misc]


def lift_limits(registry: Registry) -> None:
    """No account can be set to go as quickly as it can."""
    load = registry.load

    def without_limit(row: Channel) -> None:
        load(row)
        channel = registry.find(row.id)
        if channel is not None:
            registry._open[row.id] = replace(channel, rate=0.0)

    registry.load = without_limit  # type: ignore[method-assign]


async def one_writes(hub: Hub, channel_id: int) -> int:
    """The conversation of somebody whom colleagues answer meanwhile."""
    channel = hub.registry.find(channel_id)
    if channel is None:
        raise NotFound("channel", channel_id)
    hub.workers.tend(channel_id)
    person = {"id": WRITER, "is_bot": False, "first_name": "Writer"}
    message = {
        **{"message_id": 1, "date": int(time.time()), "from": person, "text": "Hello?"},
        "chat": {"id": WRITER, "type": "private", "first_name": "Writer"},
    }
    body = {"update_id": 1, "message": message}
    event = RawEvent("1", str(WRITER), "message", orjson.dumps(body))
    await hub.intake.accept(channel, [event])
    return await hub.database.read(lambda s: s.exec(select(Conversation.id)).one())


async def send(hub: Hub, channel_id: int, people: int) -> dict[str, Any]:
    """Launch, until everybody has it."""
    campaign_id = await hub.database.write(lambda s: add_campaign(s, channel_id, hub))
    began, computed = time.perf_counter(), time.process_time()
    now = hub.clock.now()
    await hub.database.write(lambda s: life.launch(s, campaign_id, "bench", now, at_once=True))
    sent, memory = 0, [_memory()]
    while sent < people and time.perf_counter() - began < SENT_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        sent = await hub.database.read(_sent)
        if sent >= people * len(memory) / 4:
            memory.append(_memory())
    took, computed = time.perf_counter() - began, time.process_time() - computed
    return {
        "sent": sent,
        "rate": sent / took,
        "cpu_us": computed / max(sent, 1) * 1_000_000,
        "memory_mb": memory,
    }


def _sent(session: Session) -> int:
    question = select(func.count()).where(
        col(Delivery.state) == DeliveryState.SENT, col(Delivery.campaign_id).is_not(None)
    )
    return session.exec(question).one()


def _memory() -> float:
    """Resident megabytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return round(pages * 4096 / _MEGABYTE, 1)


async def main(people: int, api: str) -> None:
    settings = load()
    set_up(settings.log_level, settings.log_format)
    hub = Hub(settings)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await hub.start()
    lift_limits(hub.registry)
    channel_id = await ready_hub(hub, api)
    conversation = await one_writes(hub, channel_id)
    await gather(hub, channel_id, people)
    token = await create_token(hub, {"name": "bench", "scopes": []})
    runner = ImpatientRunner(application(hub), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready = {
        "port": runner.addresses[0][1],
        "token": token["token"],
        "conversation": str(conversation),
    }
    say(orjson.dumps(ready).decode())
    await asyncio.to_thread(sys.stdin.readline)
    say(orjson.dumps(await send(hub, channel_id, people)).decode())
    await told.wait()
    await runner.cleanup()
    await hub.stop()


if __name__ == "__main__":
    pin(0)
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
