"""The compiler and a slow evaluator agree on what conditions mean, in both frames, on both
databases."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Condition
from scrm.kernel.engines import engine_of
from tests.scrm.conditions.conditions import conditions
from tests.scrm.conditions.evaluator import Then, World, holds, world_of
from tests.scrm.conditions.histories import Rows, histories, store
from tests.scrm.conditions.pieces import LATER
from tests.support.clock import NOON
from tests.support.databases import Place

AT_ONCE = 10
"""Conditions asked of one history."""

Key = tuple[str, int]


def _moments(world: World) -> dict[Key, Then]:
    """Everybody at noon, later, and with each of their events in hand."""
    everybody = [one.id for one in world.contacts]
    return {
        **{("noon", who): Then(world, who, NOON) for who in everybody},
        **{("later", who): Then(world, who, LATER) for who in everybody},
        **{
            ("event", event.id): Then(world, event.contact_id, event.at, event)
            for event in world.events
            if event.contact_id is not None
        },
    }


def _disagreements(session: Session, asked: Sequence[Condition]) -> Iterator[tuple[object, ...]]:
    world = world_of(session)
    thens = _moments(world)
    moments = [
        Moment(key, then.contact_id, then.at, then.in_hand.id if then.in_hand else None)
        for key, then in thens.items()
    ]
    found = service.holding_each(session, asked, moments)
    for condition, held in zip(asked, found, strict=True):
        expected = {key for key, then in thens.items() if holds(then, condition)}
        now = {who for when, who in expected if when == "noon"}
        if held != expected:
            yield condition, "at", held ^ expected
        if (people := set(session.scalars(service.people(session, condition, NOON)))) != now:
            yield condition, "now", people ^ now
        some = set(session.scalars(service.people(session, condition, NOON, [1, 3, 5, 6])))
        if some != now & {1, 3}:
            yield condition, "only", some ^ (now & {1, 3})


@pytest.mark.timeout(3_600)
def test_any_condition_on_any_history_means_what_it_says(
    place: Place, times: Callable[[int, int], int]
) -> None:
    """2,000 cases on the two databases together, and 50,000 in `make faults`."""
    engine = engine_of(place.url)

    @settings(
        max_examples=times(100, 2_500),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(histories(), st.lists(conditions, min_size=AT_ONCE, max_size=AT_ONCE))
    def agree(history: Rows, asked: list[Condition]) -> None:
        with _rolled_back(Session(engine)) as session:
            store(session, history)
            assert list(_disagreements(session, asked)) == []

    agree()
    engine.dispose()


@contextmanager
def _rolled_back(session: Session) -> Iterator[Session]:
    with session:
        yield session
        session.rollback()
