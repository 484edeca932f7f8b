"""Reactions: in the commit of the fact, behind a savepoint of their own, alone later on."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from scrm.journal import service as journal
from scrm.journal import store as journal_store
from scrm.journal.reacting.policy import MOST_TRIES, wait_after
from scrm.journal.reacting.service import TOPIC, Reactions
from scrm.journal.reacting.tables import Reaction
from scrm.journal.reacting.values import ReactionState
from scrm.journal.reacting.worker import Again
from scrm.journal.store import Told
from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST, Fact, Recorded
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.optimism import savepoint
from tests.support.clock import HandClock

NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
React = Callable[[Session, Sequence[Recorded], datetime], None]


@dataclass
class Listener:
    """Is told of two kinds, and does as it is asked."""

    name: str
    does: React = lambda *_: None
    told: list[list[str]] = field(default_factory=list)

    def wants(self, kind: str) -> bool:
        return kind in ("contact.updated", "page.viewed")

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        self.told.append([one.kind for one in facts])
        self.does(session, facts, now)


def _fact(kind: str = "contact.updated", depth: int = 0) -> Fact:
    return Fact(kind, None, NOON, depth=depth)


def _record(*facts: Fact) -> Callable[[Session], None]:
    return lambda session: journal.record(session, facts, NOON)


def _kinds(session: Session) -> list[str]:
    return list(session.exec(select(Event.kind).order_by(col(Event.id))))


def _left(session: Session) -> list[Reaction]:
    return list(session.exec(select(Reaction)))


def _listening(database: Database, *listeners: Listener) -> tuple[Reactions, HandClock]:
    clock = HandClock(NOON)
    reactions = Reactions(listeners, clock)
    database.end_with(reactions.end)
    return reactions, clock


async def test_who_subscribed_is_told_of_a_whole_unit_at_once(database: Database) -> None:
    first, second = Listener("first"), Listener("second")
    _listening(database, first, second)
    await database.write(_record(_fact(), _fact("contact.created"), _fact("page.viewed")))
    assert first.told == second.told == [["contact.updated", "page.viewed"]]
    await database.write(_record(_fact("contact.created")))
    assert len(first.told) == 1
    assert await database.read(_left) == []


async def test_an_event_is_read_once_for_all_who_look_at_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    look = journal_store._told

    def counted(session: Session, event_ids: Collection[int]) -> list[Told]:
        read.extend(event_ids)
        return look(session, event_ids)

    monkeypatch.setattr(journal_store, "_told", counted)
    found: list[Told] = []

    def ask(session: Session, facts: Sequence[Recorded], _now: datetime) -> None:
        found.extend(journal_store.of_people(session, [one.id for one in facts]))

    def move(session: Session, _facts: Sequence[Recorded], _now: datetime) -> None:
        session.execute(update(Event).values(contact_id=2))
        journal_store.forget_told(session)

    _listening(
        database,
        *(Listener("first", ask), Listener("second", ask)),
        *(Listener("mover", move), Listener("third", ask)),
    )
    await database.write(_record(_fact()._replace(contact_id=1)))
    assert [one.contact_id for one in found] == [1, 1, 2]
    assert len(read) == 2
    await database.write(lambda s: journal_store.of_people(s, read))
    assert len(read) == 4  # nothing is kept in mind behind the unit


async def test_what_a_reaction_records_is_told_in_the_same_commit(database: Database) -> None:
    def answer(session: Session, facts: Sequence[Recorded], _now: datetime) -> None:
        if facts[0].kind == "contact.updated":
            journal.record(session, [_fact("page.viewed", facts[0].depth + 1)], NOON)

    one = Listener("one", answer)
    _listening(database, one)
    await database.write(_record(_fact()))
    assert one.told == [["contact.updated"], ["page.viewed"]]
    assert await database.read(_kinds) == ["contact.updated", "page.viewed"]


async def test_a_loop_ends_by_its_depth(database: Database) -> None:
    def again(session: Session, facts: Sequence[Recorded], _now: datetime) -> None:
        journal.record(session, [_fact(depth=facts[0].depth + 1)], NOON)

    _listening(database, Listener("loop", again))
    await database.write(_record(_fact()))
    assert len(await database.read(_kinds)) == DEEPEST + 1
    (left,) = await database.read(_left)
    assert "chain" in left.error


async def test_one_that_fails_undoes_its_own_work_alone(database: Database) -> None:
    def fail(session: Session, _facts: Sequence[Recorded], _now: datetime) -> None:
        journal.record(session, [_fact("page.viewed", 1)], NOON)
        raise ValueError("no such tag")

    broken, sound = Listener("broken", fail), Listener("sound")
    _listening(database, broken, sound)
    await database.write(_record(_fact()))
    assert await database.read(_kinds) == ["contact.updated"]
    assert sound.told == [["contact.updated"]]  # not of what was undone
    (left,) = await database.read(_left)
    assert (left.subscriber, left.state, left.error) == (
        "broken",
        ReactionState.WAITING,
        "ValueError: no such tag",
    )


async def test_each_of_two_that_fail_is_tried_again(database: Database) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no")

    _listening(database, Listener("one", fail), Listener("two", fail))
    await database.write(_record(_fact()))
    assert {left.subscriber for left in await database.read(_left)} == {"one", "two"}


async def test_what_a_savepoint_undid_is_told_to_nobody(database: Database) -> None:
    one = Listener("one")
    _listening(database, one)

    def fail(session: Session) -> None:
        with savepoint(session):
            journal.record(session, [_fact()], NOON)
            raise ValueError("undone")

    def work(session: Session) -> None:
        with pytest.raises(ValueError, match="undone"):
            fail(session)
        journal.record(session, [_fact("page.viewed")], NOON)

    await database.write(work)
    assert one.told == [["page.viewed"]]


async def test_it_is_tried_again_alone_until_it_works(database: Database) -> None:
    def fail(*_: object) -> None:
        raise ValueError("not yet")

    broken = Listener("broken", fail)
    reactions, clock = _listening(database, broken)
    bell = Doorbell()
    await database.write(_record(_fact(), _fact("page.viewed")))
    again = Again(database, reactions, clock, bell)
    clock.advance(timedelta(seconds=10))
    await again.step()
    assert broken.told[2:] == [["contact.updated"], ["page.viewed"]]
    assert [one.tries for one in await database.read(_left)] == [2, 2]
    broken.does = lambda *_: None
    bell.ring(TOPIC)
    await again.step()
    assert len(broken.told) == 4  # it is not due yet
    clock.advance(timedelta(seconds=40))
    await again.step()
    assert await database.read(_left) == []


async def test_after_the_last_try_it_stays_for_a_person_to_see(database: Database) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never")

    broken = Listener("broken", fail)
    reactions, clock = _listening(database, broken)
    await database.write(_record(_fact()))
    for _ in range(MOST_TRIES):
        clock.advance(timedelta(hours=2))
        await database.write(lambda s: reactions.again(s, clock.now(), 50))
    (left,) = await database.read(_left)
    assert (left.state, left.tries) == (ReactionState.DEAD, MOST_TRIES)
    assert len(broken.told) == MOST_TRIES + 1  # its first unit was done a second time


async def test_of_a_subscriber_that_is_gone_nothing_is_tried(database: Database) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never")

    _, clock = _listening(database, Listener("gone", fail))
    await database.write(_record(_fact()))
    clock.advance(timedelta(hours=1))
    others = Reactions([], clock)
    assert await database.write(lambda s: others.again(s, clock.now(), 50)) == 1
    (left,) = await database.read(_left)
    assert (left.state, left.tries) == (ReactionState.DEAD, 1)


def test_the_waits_grow_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(filter(None, waits[:-1]))
