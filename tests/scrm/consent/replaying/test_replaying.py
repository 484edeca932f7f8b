"""What the ledger knows and the database does not, at the start of a hub; and the other way."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from scrm.consent.ledger import policy
from scrm.consent.ledger.values import FILE, Restored
from scrm.consent.replaying.worker import Replay
from scrm.consent.tables import Suppression
from scrm.journal.tables import Event
from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


async def _forgotten(running: RunningHub) -> None:
    """The database is one from before anybody ended anything."""

    def work(session: Session) -> None:
        session.execute(delete(Suppression))

    await running.hub.database.write(work)


async def _replayed(running: RunningHub) -> Restored:
    hub = running.hub
    return await Replay(hub.database, hub.clock, hub.book, hub.sealer.hashed).run()


async def _standing(running: RunningHub) -> set[int | None]:
    found = await running.read(lambda s: list(s.exec(select(Suppression.contact_id))))
    return set(found)


async def _contact(running: RunningHub, name: str) -> str:
    found = (await running.client.get("/contacts"))["items"]
    return str(next(one["id"] for one in found if one["name"] == name))


@pytest.fixture
def book(place: Place) -> Path:
    return place.data_dir / FILE


async def test_it_is_on_the_disk_when_the_platform_is_answered(place: Place, book: Path) -> None:
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
        lines = book.read_bytes().splitlines()
        assert len(lines) == 2
        assert b"opt_out_word" in lines[1]
        assert ADA.name.encode() not in lines[1]


async def test_what_the_database_lost_is_in_force_again_and_told(place: Place) -> None:
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
        await running.hear(BO, "Hello")
        ada = int(await _contact(running, ADA.name))
        before = await running.read(lambda s: s.exec(_withdrawn()).all())
        await _forgotten(running)
        assert await _replayed(running) == Restored(1, 0)
        assert await _standing(running) == {ada}
        told = await running.read(lambda s: s.exec(_withdrawn()).all())
        assert [one["restored"] for one in told[len(before) :]] == [True]
        assert await _replayed(running) == Restored(0, 0)
        reach = await running.client.get(f"/contacts/{ada}/marketing")
        assert reach["opted_out"] is True


async def test_of_whom_nobody_knows_it_holds_when_they_come(place: Place) -> None:
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
        lines = await asyncio.to_thread(running.hub.book.standing)
        ada = await _contact(running, ADA.name)
        client = running.client
        gone = await client.ask("DELETE", f"/api/v1/contacts/{ada}", json={"reason": "asked"})
        assert gone.status == 200, gone.body
        await _forgotten(running)
        await asyncio.to_thread(running.hub.book.append, list(lines.values()))
        assert await _replayed(running) == Restored(0, 1)
        await running.hear(ADA, "Hello again")
        again = await _contact(running, ADA.name)
        assert int(again) in await _standing(running)


async def test_who_agreed_again_is_left_in_peace(place: Place) -> None:
    """Also where the hub died between the commit and the file."""
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
        lines = await asyncio.to_thread(running.hub.book.standing)
        ada, client = await _contact(running, ADA.name), running.client
        (stands,) = (await client.get(f"/suppressions?contact={ada}"))["items"]
        lifted = await client.post(f"/suppressions/{stands['id']}/lift", {"reason": "They asked"})
        assert lifted.status == 200, lifted.body
        assert await _replayed(running) == Restored(0, 0)
        agreed = await client.post("/consents", {"contact_id": ada, "how": "form"})
        assert agreed.status == 201, agreed.body
        await asyncio.to_thread(running.hub.book.append, list(lines.values()))
        assert await _replayed(running) == Restored(0, 0)
        assert await _standing(running) == set()
        assert await asyncio.to_thread(running.hub.book.standing) == {}


async def test_who_agreed_before_they_were_joined_has_not_agreed_again(place: Place) -> None:
    """The database is a copy from between the consent and the joining."""
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
        await running.hear(BO, "Hello")
        client = running.client
        ada, bo = await _contact(running, ADA.name), await _contact(running, BO.name)
        agreed = await client.post("/consents", {"contact_id": bo, "how": "form"})
        assert agreed.status == 201, agreed.body
        joined = await client.post(f"/contacts/{ada}/join", {"other": bo, "despite": True})
        assert joined.status == 201, joined.body
        undone = f"/joinings/{joined.json['joining']['id']}/separate"
        assert (await client.post(undone, {})).status == 200
        await _forgotten(running)
        await _replayed(running)
        assert await _standing(running) == {int(ada), int(bo)}


async def test_what_only_the_database_knows_is_written_down(place: Place, book: Path) -> None:
    """A hub from before there was a ledger; or one that died before the file had it."""
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "STOP")
    written = book.read_bytes()
    book.unlink()
    async with running_hub(place, workers=False):
        assert sorted(book.read_bytes().splitlines()) == sorted(written.splitlines())


async def test_of_who_was_erased_nothing_links_the_addresses(place: Place, book: Path) -> None:
    async with running_hub(place, workers=False) as running:
        await running.hear(BO, "Hello")
        await running.hear(ADA, "STOP")
        ada, bo = await _contact(running, ADA.name), await _contact(running, BO.name)
        client = running.client
        joined = await client.post(f"/contacts/{ada}/join", {"other": bo, "despite": True})
        assert joined.status == 201, joined.body
        hashed = running.hub.sealer.hashed
        hers = [hashed(f"contact:{one}").encode() for one in (ada, bo)]
        assert any(one in book.read_bytes() for one in hers)
        gone = await client.ask("DELETE", f"/api/v1/contacts/{ada}", json={"reason": "asked"})
        assert gone.status == 200, gone.body
        found = await asyncio.to_thread(running.hub.book.standing)
        lines = [policy.read(one) for one in found.values()]
        assert [line and line.also for line in lines] == [(), ()]
    async with running_hub(place, workers=False):
        said = book.read_bytes()
        assert len(said.splitlines()) == 3
        assert not any(one in said for one in hers)


async def test_what_was_undone_is_not_written(place: Place, book: Path) -> None:
    async with running_hub(place, workers=False) as running:
        await running.hear(ADA, "Hello")
        ada = await _contact(running, ADA.name)
        body = {"contact_id": ada, "channel_id": "1", "how": "asked"}
        assert (await running.client.post("/consents/withdraw", body)).status == 404
        assert not book.exists()


def _withdrawn() -> Any:
    return select(Event.data).where(col(Event.kind) == "consent.withdrawn")
