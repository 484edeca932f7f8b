"""The questions about a set of people and a slow reading of their rows agree, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from campaigns.deciding.values import Purpose
from campaigns.facts import service
from campaigns.facts.values import Asks, Cap
from scrm.kernel.engines import engine_of
from tests.campaigns.facts.evaluator import World
from tests.campaigns.facts.people import (
    CHANNELS,
    CONTACTS,
    GONE,
    MAIL,
    TELEGRAM,
    Rows,
    store,
    worlds,
)
from tests.support.clock import NOON
from tests.support.databases import Place

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""Which would hide what failed."""
DAY = timedelta(days=1)
caps = st.builds(Cap, st.integers(1, 3), st.sampled_from([DAY, 7 * DAY]))


@st.composite
def asking(draw: st.DrawFn) -> Asks:
    return Asks(
        channel_ids=tuple(draw(st.permutations(CHANNELS)))[: draw(st.integers(0, 5))],
        purpose=draw(st.sampled_from([Purpose.MARKETING] * 3 + [Purpose.SERVICE])),
        caps=tuple(draw(st.lists(caps, max_size=2))),
        windows=draw(st.sampled_from([{}, {TELEGRAM: DAY}, {MAIL: DAY}])),
        hold_after_answer=draw(st.sampled_from([DAY, 5 * DAY / 24, timedelta(0)])),
        seed=draw(st.sampled_from([0, 5])),
        is_last=draw(st.booleans()),
    )


@contextmanager
def _rolled_back(session: Session) -> Iterator[Session]:
    try:
        yield session
    finally:
        session.rollback()
        session.close()


def test_all_that_is_known_of_people_is_what_their_rows_say(
    place: Place, times: Callable[[int, int], int]
) -> None:
    engine = engine_of(place.url)

    @settings(
        max_examples=times(25, 5_000),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(worlds(), st.lists(asking(), min_size=4, max_size=4))
    def agree(rows: Rows, asked: list[Asks]) -> None:
        with _rolled_back(Session(engine, expire_on_commit=False)) as session:
            store(session, rows)
            for asks in asked:
                world = World(rows, asks, NOON)
                for whom in ((*CONTACTS, GONE), CONTACTS[3:0:-1]):
                    found = service.recipients(session, whom, asks, NOON)
                    for one in found:
                        assert one == world.recipient(one.contact_id)
                    assert [one.contact_id for one in found] == list(whom)

    try:
        agree()
    finally:
        engine.dispose()
