"""Tags are put and taken in sets; doing what is done already changes nothing."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact
from scrm.contacts.tags import service as tags
from scrm.contacts.tags import store
from scrm.contacts.tags.board import service as board
from scrm.contacts.tags.tables import ContactTag
from scrm.contacts.tags.values import Given
from scrm.journal.tables import Event
from scrm.kernel.database import Database
from tests.support.clock import NOON

LATER = NOON + timedelta(hours=1)
BY = {"rule": "7"}


@pytest.fixture
async def people(database: Database) -> list[int]:
    def work(session: Session) -> list[int]:
        return [contacts.create(session, {"name": name}, NOON).id for name in ("Ada", "Bo")]

    return await database.write(work)


@pytest.fixture
async def vip(database: Database) -> int:
    return (await database.write(lambda s: tags.ids_of(s, ["vip", "late"], NOON)))["vip"]


async def _put(database: Database, *given: Given, now: datetime = NOON) -> set[tuple[int, int]]:
    return await database.write(lambda s: tags.put(s, given, now))


async def _rows(database: Database) -> list[ContactTag]:
    def look(session: Session) -> list[ContactTag]:
        return list(session.exec(select(ContactTag).order_by(col(ContactTag.id))))

    return await database.read(look)


async def _facts(database: Database) -> list[tuple[str, int | None, object]]:
    def look(session: Session) -> list[tuple[str, int | None, object]]:
        about_tags = col(Event.kind).startswith("tag.")
        found = session.exec(select(Event).where(about_tags).order_by(col(Event.id)))
        return [(one.kind, one.contact_id, one.data["tag"]) for one in found]

    return await database.read(look)


async def test_a_tag_is_made_once(database: Database, vip: int) -> None:
    again = await database.write(lambda s: tags.ids_of(s, ["vip", "new"], NOON))
    assert again["vip"] == vip
    assert set(again) == {"vip", "new"}


async def test_who_has_it_not_is_given_it_and_that_is_told(
    database: Database, people: list[int], vip: int
) -> None:
    ada, bo = people
    evidence = {"message_id": "5"}
    given = [Given(ada, vip, BY, None, evidence, "event:3", 1), Given(bo, vip, BY)]
    assert await _put(database, *given) == {(ada, vip), (bo, vip)}
    assert await _put(database, *given, now=LATER) == set()
    first, _ = await _rows(database)
    assert (first.set_by, first.evidence, first.since) == (BY, evidence, NOON)
    assert await _facts(database) == [("tag.added", ada, "vip"), ("tag.added", bo, "vip")]

    def look(session: Session) -> Event:
        return session.exec(select(Event).where(Event.kind == "tag.added")).first()  # type: ignore[return-value]

    told = await database.read(look)
    assert (told.cause, told.depth, told.data["evidence"]) == ("event:3", 1, evidence)


@pytest.mark.parametrize(("first", "then", "kept"), [(1, 2, 2), (2, 1, 2), (1, None, None)])
async def test_given_twice_at_once_the_first_speaks_for_it_and_the_longer_time_counts(
    database: Database,
    people: list[int],
    vip: int,
    first: int,
    then: int | None,
    kept: int | None,
) -> None:
    ends = [None if days is None else NOON + timedelta(days=days) for days in (first, then, kept)]
    given = [
        Given(people[0], vip, {"rule": str(n)}, until, {"event_id": str(n)})
        for n, until in enumerate(ends[:2])
    ]
    assert await _put(database, *given) == {(people[0], vip)}
    (row,) = await _rows(database)
    assert (row.set_by, row.evidence, row.until) == ({"rule": "0"}, {"event_id": "0"}, ends[2])
    assert len(await _facts(database)) == 1


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (1, 2, 2),
        (2, 1, 2),
        (1, None, None),
        (None, 1, None),
    ],
)
async def test_the_longer_time_counts(
    database: Database,
    people: list[int],
    vip: int,
    first: int | None,
    then: int | None,
    kept: int | None,
) -> None:
    def until(days: int | None) -> datetime | None:
        return None if days is None else NOON + timedelta(days=days)

    for days in (first, then):
        await _put(database, Given(people[0], vip, BY, until(days)))
    (row,) = await _rows(database)
    assert row.until == until(kept)


async def test_what_is_given_after_its_time_was_up_is_new(
    database: Database, people: list[int], vip: int
) -> None:
    await _put(database, Given(people[0], vip, BY, LATER))
    assert await _put(database, Given(people[0], vip, BY), now=LATER) == {(people[0], vip)}
    old, new = await _rows(database)
    assert (old.removed_at, new.since, new.until) == (LATER, LATER, None)
    assert [kind for kind, *_ in await _facts(database)] == [
        "tag.added",
        "tag.removed",
        "tag.added",
    ]


async def test_it_is_taken_once(database: Database, people: list[int], vip: int) -> None:
    ada, bo = people
    await _put(database, Given(ada, vip, BY))
    taken = [Given(ada, vip, BY), Given(bo, vip, BY)]
    assert await database.write(lambda s: tags.take(s, taken, LATER)) == {(ada, vip)}
    assert await database.write(lambda s: tags.take(s, taken, LATER)) == set()
    (row,) = await _rows(database)
    assert row.removed_at == LATER
    assert (await _facts(database))[1:] == [("tag.removed", ada, "vip")]


async def test_who_is_joined_has_what_the_other_had_and_loses_it(
    database: Database, people: list[int], vip: int
) -> None:
    ada, bo = people
    await _put(database, Given(bo, vip, BY, LATER))

    def join(session: Session) -> None:
        session.get_one(Contact, bo).joined_into = ada

    await database.write(join)
    assert await _put(database, Given(ada, vip, BY)) == set()  # but for longer
    (row,) = await _rows(database)
    assert (row.contact_id, row.until) == (bo, None)
    assert [one.people for one in await database.read(lambda s: store.counted(s, NOON))] == [0, 1]
    assert await database.write(lambda s: tags.take(s, [Given(ada, vip, BY)], NOON)) == {(ada, vip)}
    assert (await _facts(database))[-1] == ("tag.removed", ada, "vip")


async def test_those_whose_time_is_up_are_found_by_their_age(
    database: Database, people: list[int], vip: int
) -> None:
    ada, bo = people
    await _put(
        database, Given(ada, vip, BY, LATER), Given(bo, vip, BY, LATER - timedelta(minutes=1))
    )

    assert await database.write(lambda s: tags.end_due(s, LATER, 1)) == 1
    assert [row.contact_id for row in await _rows(database) if row.removed_at] == [bo]
    assert await database.write(lambda s: tags.end_due(s, LATER, 10)) == 1
    assert await database.write(lambda s: tags.end_due(s, LATER, 10)) == 0
    assert (await _facts(database))[2:] == [("tag.removed", bo, "vip"), ("tag.removed", ada, "vip")]


async def test_the_board_counts_who_has_it_and_knows_what_was_put_away(
    database: Database, people: list[int], vip: int
) -> None:
    await _put(database, Given(people[0], vip, BY))
    await database.write(lambda s: board.archive(s, vip, [], LATER))
    (away,) = await database.read(lambda s: board.listed(s, [], NOON, archived=True))
    assert (away.name, away.people, away.last_put, away.archived_at) == ("vip", 1, NOON, LATER)
    await database.write(lambda s: board.bring_back(s, vip))
    shown = await database.read(lambda s: board.listed(s, [], NOON))
    assert [(one.name, one.archived_at) for one in shown] == [("late", None), ("vip", None)]
