"""What a hub does at its start with what the last one left."""

import asyncio
from pathlib import Path

import structlog
from sqlmodel import Session, func, select

from config import home
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.sending import service as sending
from scrm.delivery.tables import Delivery
from scrm.intake.tables import IntakeEvent
from scrm.journal.tables import Event
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.ids import go_on_after

log = structlog.get_logger()


async def resume(database: Database, data_dir: Path, clock: Clock, *, sends: bool) -> None:
    """Go on behind the last id, take back what was in hand, and see whether this is a copy: where it
    `sends` something, for a command may be given from anywhere."""
    go_on_after(await database.read(_last_id))
    queued, unknown = await database.write(lambda s: sending.recover(s, clock.now(), worker=None))
    if queued or unknown:
        log.warning("crash survived", action="hub.recovered", queued=queued, unknown=unknown)
    if sends:
        here = await asyncio.to_thread(home.home_of, data_dir)
        await database.write(lambda s: home.settle(s, here, clock.now()))


def _last_id(session: Session) -> int:
    """The largest id of what is put in order by ids."""
    tables = (Conversation, Delivery, Event, IntakeEvent, Message)
    return max(session.exec(select(func.max(table.id))).one() or 0 for table in tables)
