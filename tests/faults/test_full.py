"""F-10, in small: the database is full. Nothing is acknowledged, nothing is kept by halves."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from tests.support.cast import ADA, crowd
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.invariants import violations


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


async def _limit(hub: RunningHub, more_pages: int) -> None:
    """As the disk would: from now on the file may grow by so much and no more."""

    def work(session: Session) -> None:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages + more_pages}"))

    await hub.hub.database.write(work)


async def test_a_full_database_is_answered_503_until_there_is_room(
    hub: RunningHub, sqlite_only: Place
) -> None:
    await hub.hear(ADA, "before")
    await _limit(hub, 20)
    acknowledged: dict[str, str] = {}
    refused = []
    for number, who in enumerate(crowd(60)):
        update = hub.telegram.says(who, f"{number} " + "long " * 500)
        reply = await hub.client.push(update)
        if reply.status == 200:
            acknowledged[str(update["update_id"])] = update["message"]["text"].strip()
        else:
            refused.append((update, reply.status))
    assert {status for _, status in refused} == {503}
    assert violations(sqlite_only) == []
    assert await hub.read(lambda s: len(s.exec(select(Message)).all())) == 1 + len(acknowledged)
    assert await hub.read(lambda s: len(s.exec(select(Contact)).all())) == 1 + len(acknowledged)
    await _limit(hub, 1_000_000)
    for update, _ in refused:
        assert (await hub.client.push(update)).status == 200
    assert await hub.read(lambda s: len(s.exec(select(Message)).all())) == 61
    assert violations(sqlite_only, drained=True) == []
