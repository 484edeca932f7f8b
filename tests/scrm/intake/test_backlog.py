"""What was kept alone: in which order it is applied, how often it is tried, what can be done with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlmodel import Session, select

from scrm.channels.values import RawEvent
from scrm.contacts.tables import Contact
from scrm.intake import store
from scrm.intake.deadletters import service as deadletters
from scrm.intake.policy import MOST_TRIES, after_failure
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Fate, Incoming, IntakeState
from scrm.kernel.database import Database
from scrm.kernel.engines import writing_engine
from scrm.kernel.errors import Conflict, NotFound
from tests.support.cast import ADA
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.support.scene import Scene

SECOND = timedelta(seconds=1)
LEASE = 3 * SECOND


@pytest.mark.parametrize(("tries", "wait"), [(1, 1), (2, 2), (3, 4), (4, 8)])
def test_a_failure_waits_twice_as_long_each_time(tries: int, wait: int) -> None:
    fate = after_failure(ValueError("broken"), tries=tries, now=NOON)
    assert fate == Fate(IntakeState.KEPT, "ValueError: broken", tries, NOON + wait * SECOND)


def test_the_fifth_failure_is_the_last() -> None:
    fate = after_failure(ValueError("broken"), tries=MOST_TRIES, now=NOON)
    assert (fate.state, fate.tries) == (IntakeState.DEAD, 5)


def test_a_conversation_waits_less_than_a_minute_for_one_that_dies() -> None:
    dues = [after_failure(ValueError(), tries=n, now=NOON).due_at for n in range(1, MOST_TRIES)]
    assert sum(((due or NOON) - NOON).total_seconds() for due in dues) < 60


class Kept:
    """Events kept alone, by name, each `name` of one order key."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def keep(self, name: str, key: str, state: IntakeState = IntakeState.KEPT) -> None:
        channel = _NamedChannel(self._scene.channel_id)
        incoming = Incoming(channel, RawEvent(name, key, "message", b"{}"), NOON)  # type: ignore[arg-type]
        await self._scene.do(lambda s: store.insert(s, [(incoming, Fate(state))]))

    async def claim(self, *, tried: bool = False, limit: int = 50, later: int = 0) -> list[str]:
        now = NOON + later * SECOND
        return await self._scene.do(
            lambda s: [one.external_id for one in store.claim(s, limit, now, LEASE, tried=tried)]
        )

    async def finish(self, name: str, state: IntakeState) -> None:
        def work(session: Session) -> None:
            found = session.exec(select(IntakeEvent).where(IntakeEvent.external_id == name)).one()
            store.finish(session, found.id, Fate(state, "because", found.tries))

        await self._scene.do(work)


class _NamedChannel:
    """What `store.insert` looks at in a channel."""

    def __init__(self, channel_id: int) -> None:
        self.id = channel_id


@pytest.fixture
def kept(scene: Scene) -> Kept:
    return Kept(scene)


async def test_the_oldest_are_claimed_together_in_their_order(kept: Kept) -> None:
    for name, key in (("a1", "ada"), ("a2", "ada"), ("b1", "bo"), ("a3", "ada")):
        await kept.keep(name, key)
    assert await kept.claim(limit=3) == ["a1", "a2", "b1"]
    assert await kept.claim() == []  # a3 waits behind two that are being tried
    for name in ("a1", "a2"):
        await kept.finish(name, IntakeState.DONE)
    assert await kept.claim() == ["a3"]


async def test_what_was_tried_goes_one_by_one(kept: Kept) -> None:
    for name in ("a1", "a2"):
        await kept.keep(name, "ada")
    await kept.claim()
    assert await kept.claim(tried=True, later=5) == ["a1"]
    assert await kept.claim(tried=True, later=5) == []
    await kept.finish("a1", IntakeState.DEAD)
    assert await kept.claim(tried=True, later=5) == ["a2"]


async def test_a_claim_reads_only_what_waits(sqlite_only: Place) -> None:
    """Not all that were ever done with: those stay for weeks."""
    engine = writing_engine(make_url(sqlite_only.url))
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    with Session(engine) as session:
        store.claim(session, 50, NOON, LEASE, tried=False)
        store.next_due(session)
        plans = [plan_of(session, *one) for one in list(asked) if "intake_event" in one[0]]
    engine.dispose()
    assert len(plans) == 2
    for plan in plans:
        assert "intake_event_waiting" in plan
        assert "SCAN intake_event\n" not in plan + "\n"


def plan_of(session: Session, sql: str, values: Any) -> str:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    return "\n".join(row[3] for row in rows)


async def test_one_that_is_dead_holds_nobody_up(kept: Kept) -> None:
    await kept.keep("a1", "ada", IntakeState.DEAD)
    await kept.keep("a2", "ada")
    assert await kept.claim() == ["a2"]


async def test_what_was_tried_is_claimed_apart_and_after_its_lease(kept: Kept) -> None:
    await kept.keep("a1", "ada")
    assert await kept.claim() == ["a1"]
    assert await kept.claim(later=10) == []
    assert await kept.claim(tried=True, later=1) == []
    assert await kept.claim(tried=True, later=3) == ["a1"]


async def test_a_claim_counts_as_a_try(kept: Kept, database: Database) -> None:
    await kept.keep("a1", "ada")
    await kept.claim()
    await kept.claim(tried=True, later=5)
    claimed = await database.read(lambda s: s.exec(select(IntakeEvent)).one())
    assert claimed.tries == 2


async def test_the_same_event_is_kept_once(kept: Kept) -> None:
    await kept.keep("a1", "ada")
    with pytest.raises(Exception, match=r"(?i)unique"):
        await kept.keep("a1", "ada")


async def test_a_dead_letter_can_be_replayed_once(kept: Kept, scene: Scene) -> None:
    await kept.keep("a1", "ada", IntakeState.DEAD)
    assert await scene.do(lambda s: deadletters.replay(s, None)) == 1
    assert await scene.do(lambda s: deadletters.replay(s, None)) == 0
    assert await kept.claim() == ["a1"]


async def test_what_is_not_dead_can_be_neither_replayed_nor_put_aside(
    kept: Kept, scene: Scene, database: Database
) -> None:
    await kept.keep("a1", "ada", IntakeState.DONE)
    letter = await database.read(lambda s: s.exec(select(IntakeEvent)).one())
    with pytest.raises(NotFound):
        await scene.do(lambda s: deadletters.replay(s, [letter.id]))
    with pytest.raises(Conflict):
        await scene.do(lambda s: deadletters.discard(s, letter.id, "no use"))


async def test_one_that_was_put_aside_is_not_replayed(
    kept: Kept, scene: Scene, database: Database
) -> None:
    await kept.keep("a1", "ada", IntakeState.DEAD)
    letter = await database.read(lambda s: s.exec(select(IntakeEvent)).one())
    await scene.do(lambda s: deadletters.discard(s, letter.id, "a test of the platform's"))
    assert await scene.do(lambda s: deadletters.replay(s, None)) == 0


async def test_only_what_is_done_with_is_forgotten(
    kept: Kept, scene: Scene, database: Database
) -> None:
    for state in IntakeState:
        await kept.keep(state.value, state.value, state)
    much_later = NOON.replace(year=2040)
    await scene.do(lambda s: store.forget(s, much_later, 100))
    left = await database.read(lambda s: set(s.exec(select(IntakeEvent.state))))
    assert left == {"kept", "dead", "discarded"}


async def test_an_event_that_fails_leaves_nobody_behind(
    place: Place, failpoints: Callable[[str], None]
) -> None:
    """Those whom it would have made known are made known when it is applied."""
    failpoints("apply.people=raise:ValueError")
    async with running_hub(place, workers=False) as hub:
        await hub.hear(ADA, "Hello")
        assert await hub.read(lambda s: s.exec(select(Contact)).all()) == []
