"""F-12, P6: many messages of somebody new at once make one person, one address, one conversation."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.intake import service as intake
from scrm.intake.applying.service import Unit
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Incoming, IntakeState
from scrm.kernel.engines import engine_of
from tests.support.cast import Someone, Telegram, crowd, raw
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.invariants import violations

AT_ONCE = 50
TOGETHER = 4
"""New people who write at the same moment."""


def _counted(session: Session) -> dict[str, int]:
    tables = (Contact, Identity, Conversation, Message)
    return {
        table.__name__: session.exec(select(func.count()).select_from(table)).one()
        for table in tables
    }


async def _all_at_once(hub: RunningHub, people: list[Someone]) -> set[int]:
    pushed = [
        hub.client.push(hub.telegram.says(who, f"{who.id} says {number}"))
        for number in range(AT_ONCE)
        for who in people
    ]
    return {reply.status for reply in await asyncio.gather(*pushed)}


async def test_fifty_messages_of_each_newcomer_at_once(
    place: Place, times: Callable[[int, int], int]
) -> None:
    newcomers = crowd(times(12, 100))
    async with running_hub(place) as hub:
        for first in range(0, len(newcomers), TOGETHER):
            assert await _all_at_once(hub, newcomers[first : first + TOGETHER]) == {200}
        counted = await hub.read(_counted)
        events = await hub.events()
    people = len(newcomers)
    assert counted == {
        "Contact": people,
        "Identity": people,
        "Conversation": people,
        "Message": people * AT_ONCE,
    }
    assert {event.state for event in events.values()} == {IntakeState.DONE}
    assert violations(place, drained=True) == []


async def test_newcomers_who_come_by_several_processes_at_once(place: Place) -> None:
    """Four writers that know nothing of each other race for the same people; who loses is told
    by the database, not by having looked before, and comes again as platforms do."""
    telegram = Telegram()
    people = crowd(6)
    async with running_hub(place) as hub:
        channel = hub.hub.registry.find(int(hub.client.channel_id))
        assert channel is not None
        told = [
            Incoming(channel, raw(telegram.says(who, f"{who.id} says {number}")), NOON)
            for number in range(8)
            for who in people
        ]
        with ExitStack() as stack:
            engines = [engine_of(place.url) for _ in range(4)]
            for engine in engines:
                stack.callback(engine.dispose)
            writers = [_writer(engine, told) for engine in engines]
            with ThreadPoolExecutor(4) as threads:
                tries = await asyncio.gather(
                    *(
                        asyncio.get_running_loop().run_in_executor(threads, writer)
                        for writer in writers
                    )
                )
        await hub.until(_nothing_waits)
        counted = await hub.read(_counted)
    assert max(tries) <= 8 * 3
    assert counted == {"Contact": 6, "Identity": 6, "Conversation": 6, "Message": 48}
    assert violations(place, drained=True) == []


def _nothing_waits(session: Session) -> bool:
    kept = select(IntakeEvent.id).where(col(IntakeEvent.state) == IntakeState.KEPT)
    return session.exec(kept).first() is None


def _writer(engine: Engine, told: list[Incoming]) -> Callable[[], int]:
    """Take in all of `told`, six at a time, each six until it is committed; how many tries it took."""

    def take() -> int:
        tries = 0
        for first in range(0, len(told), 6):
            batch = told[first : first + 6]
            for _ in range(10):
                tries += 1
                try:
                    _commit(engine, batch)
                except DBAPIError:
                    continue
                break
            else:
                raise AssertionError("ten tries were not enough")
        return tries

    return take


def _commit(engine: Engine, batch: list[Incoming]) -> None:
    with Session(engine) as session, session.begin():
        intake.take(Unit(session, NOON, lambda value: value), batch)
