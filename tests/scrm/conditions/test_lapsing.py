"""Until the instant that is told the answer stays as it is, whatever the condition."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Bound, Condition, Count, Last, Tag
from scrm.contacts.tables import Contact
from scrm.journal.tables import Event
from scrm.kernel.engines import engine_of
from tests.scrm.conditions.conditions import conditions
from tests.scrm.conditions.evaluator import Then, World, holds, world_of
from tests.scrm.conditions.histories import PEOPLE, Rows, histories, store
from tests.scrm.conditions.pieces import INSTANTS, TICK, WINDOWS
from tests.support.clock import NOON
from tests.support.databases import Place

AT_ONCE = 10
WEEK = timedelta(days=7)
ASKED = (NOON - WINDOWS[0], NOON)
"""In the middle of what happened, when some of it is still to come, and at its end."""


def _edges(world: World, after: datetime) -> list[datetime]:
    """When anything may begin or end to count, and a tick before and behind."""
    begun = [NOON, *(one.at for one in world.events), *INSTANTS]
    for one in world.given:
        begun += [time for time in (one.since, one.until, one.removed_at) if time is not None]
    ends = {time + window for time in begun for window in (timedelta(0), *WINDOWS)}
    return sorted(edge + tick for edge in ends for tick in (-TICK, TICK, TICK * 0) if edge > after)


def _early(session: Session, asked: Sequence[Condition]) -> Iterator[tuple[object, ...]]:
    """What changes before it was said to."""
    world = world_of(session)
    for at in ASKED:
        edges = _edges(world, at + TICK)
        moments = [Moment(who, who, at) for who in range(1, PEOPLE + 1)]
        found = service.standing_each(session, asked, moments)
        for condition, standings in zip(asked, found, strict=True):
            for who, standing in standings.items():
                assert standing.holds == holds(Then(world, who, at), condition)
                for edge in edges:
                    if standing.changes_at is not None and edge >= standing.changes_at:
                        break
                    if holds(Then(world, who, edge), condition) != standing.holds:
                        yield condition, who, at, edge, standing
                        break


def test_no_answer_changes_before_it_is_said_to(
    place: Place, times: Callable[[int, int], int]
) -> None:
    engine = engine_of(place.url)

    @settings(
        max_examples=times(8, 1_000),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(histories(), st.lists(conditions, min_size=AT_ONCE, max_size=AT_ONCE))
    def agree(history: Rows, asked: list[Condition]) -> None:
        with Session(engine) as session:
            store(session, history)
            assert list(_early(session, asked)) == []
            session.rollback()

    agree()
    engine.dispose()


def _told(session: Session, *ago: timedelta) -> None:
    rows: Rows = [
        Event(kind="page.viewed", contact_id=1, at=NOON - one, recorded_at=NOON) for one in ago
    ]
    store(session, [Contact(id=1, first_seen=NOON), *rows])


def test_only_what_decides_is_waited_for(place: Place) -> None:
    """The third newest of three makes the count; who has fewer waits for nothing."""
    day = timedelta(days=1)

    def standing(condition: Condition) -> tuple[bool, datetime | None]:
        (found,) = service.standing_each(session, [condition], [Moment("x", 1, NOON)])
        return found["x"].holds, found["x"].changes_at

    def views(bound: Bound, number: int) -> Condition:
        return Count("page.viewed", bound, number, WEEK)

    engine = engine_of(place.url)
    with Session(engine) as session:
        _told(session, day, 2 * day, 3 * day, 9 * day)
        assert standing(views(Bound.AT_LEAST, 3)) == (True, NOON + 4 * day)
        assert standing(views(Bound.AT_LEAST, 2)) == (True, NOON + 5 * day)
        assert standing(views(Bound.AT_LEAST, 4)) == (False, None)
        assert standing(views(Bound.AT_MOST, 1)) == (False, NOON + 5 * day)
        assert standing(views(Bound.AT_MOST, 3)) == (True, None)
        assert standing(views(Bound.EXACTLY, 2)) == (False, NOON + 4 * day)
        assert standing(Last("page.viewed", 3 * day, before=True)) == (False, NOON + 2 * day)
        assert standing(Last("page.viewed", day, before=True)) == (True, None)
        assert standing(Tag("vip")) == (False, None)
        session.rollback()
    engine.dispose()
