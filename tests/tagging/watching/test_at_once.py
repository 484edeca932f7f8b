"""Two units of one person at the same time: the second sees what the first has done."""

import asyncio
from collections.abc import Iterator
from threading import Barrier, Event

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from config.migrations import migrate
from scrm.contacts.tables import Contact
from scrm.contacts.tags.tables import ContactTag
from scrm.journal import service as journal
from scrm.journal.reacting.service import Reactions
from scrm.journal.values import Fact
from scrm.kernel.database import Database
from tagging.rules import service
from tagging.rules.standing.service import RuleKeeper
from tagging.watching.reactor import Watches
from tests.support.clock import NOON, HandClock
from tests.support.postgres import PostgresServer

TWICE = {
    "name": "Twice",
    "when": "time",
    "if": {"count": {"event": "page.viewed", "at_least": 2}},
    "then": [{"tag": "twice", "while": True}],
}

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def both(postgres: PostgresServer) -> Iterator[Database]:
    """SQLite has one writer, and no such thing."""
    with postgres.database() as url:
        opened = Database(url)
        migrate(opened.engine)
        yield opened
        opened.close()


async def test_what_each_alone_would_miss_the_second_sees(both: Database) -> None:
    both.end_with(Reactions([Watches([RuleKeeper()])], HandClock()).end)

    def begin(session: Session) -> None:
        session.add(Contact(id=1, first_seen=NOON))
        session.flush()
        service.apply(session, TWICE, {}, NOON)

    await both.write(begin)
    barrier, has_looked = Barrier(2, timeout=10), Event()
    first = iter([True])

    def look_first(session: Session) -> None:
        """Who has looked first commits when the other has looked too, or waits for it."""
        if next(first, False):
            while not has_looked.wait(0.01) and not session.execute(WAITING).scalar_one():
                pass
        else:
            has_looked.set()

    both.end_with(look_first)

    def views(session: Session) -> None:
        journal.record(session, [Fact("page.viewed", 1, NOON)], NOON)
        barrier.wait()

    await asyncio.gather(both.write(views), both.write(views))
    tagged = await both.read(lambda s: s.exec(select(ContactTag)).all())
    assert [one.contact_id for one in tagged] == [1]
