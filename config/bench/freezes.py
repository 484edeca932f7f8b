"""How quickly an audience is frozen, for `scrm bench campaign`, in a process of its own on core 0:
`python -m config.bench.freezes PEOPLE`.

The bare statement puts the same people into a table of the same columns and the same key, without
what finds them afterwards.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from statistics import median
from typing import Any

import orjson
import uvloop
from sqlalchemy import BigInteger, Column, MetaData, Table, insert, literal
from sqlmodel import Session, select

from campaigns.life import service as life
from campaigns.tables import Recipient
from config.bench.hubs import ready_hub
from config.bench.load import pin
from config.bench.servers import say
from config.bench.storms import add_campaign, draft, gather
from config.hub import Hub
from config.logs import set_up
from config.settings import load
from scrm.conditions.service import people as meant
from scrm.conditions.shapes.policy import read
from scrm.kernel.sets import table_of

REPETITIONS = 3


def bare_table() -> Table:
    keys = table_of(Recipient).primary_key.columns.keys()
    columns = [
        Column(one.name, one.type, primary_key=one.name in keys, autoincrement=False)
        for one in table_of(Recipient).columns
    ]
    return Table("bare_recipient", MetaData(), *columns, sqlite_with_rowid=False)


def put(session: Session, table: Table, run: int, channel_id: int, now: datetime) -> None:
    """Those whom the campaign means."""
    people = meant(session, read(draft(channel_id)["audience"], ()), now).subquery()
    (contact_id,) = people.c
    number = literal(run, BigInteger())
    columns = ("occurrence_id", "step", "contact_id", "campaign_id", "state", "why", "version_id")
    values: list[Any] = [
        *(number, literal(0), contact_id, number, literal("waiting"), literal(""), number)
    ]
    rows = select(*values).select_from(people)
    session.execute(insert(table).from_select(columns, rows))


async def main(people: int) -> None:
    settings = load()
    set_up(settings.log_level, settings.log_format)
    hub = Hub(settings)
    await hub.start()
    channel_id = await ready_hub(hub)
    await gather(hub, channel_id, people)
    table = bare_table()
    await hub.database.write(lambda s: table.create(s.connection()))
    times = [await _once(hub, channel_id, table, run) for run in range(REPETITIONS)]
    say(
        orjson.dumps(
            {
                "ratios": [bare / frozen for bare, frozen in times],
                "seconds": [frozen for _, frozen in times],
            }
        ).decode()
    )
    await hub.stop()


async def _once(hub: Hub, channel_id: int, table: Table, run: int) -> tuple[float, float]:
    """Seconds of the bare statement and of the freezing, each with its commit."""
    now = hub.clock.now()
    before = await _timed(hub, lambda s: put(s, table, 2 * run, channel_id, now))
    campaign_id = await hub.database.write(lambda s: add_campaign(s, channel_id, hub))

    def launch(session: Session) -> None:
        life.launch(session, campaign_id, "bench", now, at_once=True)
        life.pause(session, campaign_id, "bench", now)  # so that nobody begins to send

    frozen = await _timed(hub, launch)
    after = await _timed(hub, lambda s: put(s, table, 2 * run + 1, channel_id, now))
    return median((before, after)), frozen


async def _timed(hub: Hub, work: Callable[[Session], object]) -> float:
    began = time.perf_counter()
    await hub.database.write(work)
    return time.perf_counter() - began


if __name__ == "__main__":
    pin(0)
    uvloop.run(main(int(sys.argv[1])))
