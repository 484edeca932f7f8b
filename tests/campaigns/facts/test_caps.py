"""How much somebody got: what counts, when there is room, and that no two get past a cap."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from campaigns.deciding.values import Taken
from campaigns.facts import policy, service
from campaigns.facts.values import Asks, Cap
from scrm.consent.holding import service as holding
from scrm.contacts.tables import Contact, Identity
from scrm.delivery.tables import Attempt, Delivery
from scrm.kernel.engines import engine_of
from scrm.kernel.ids import first_id_at
from tests.campaigns.facts.people import TELEGRAM, channels, store
from tests.support.clock import NOON
from tests.support.postgres import PostgresServer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA = 101
ASKS = Asks((TELEGRAM,), caps=(Cap(1, DAY),), is_last=True)


def _ago(*hours: int) -> list[datetime]:
    return [NOON - one * HOUR for one in hours]


@pytest.mark.parametrize(
    ("hours", "most", "found"),
    [
        ((), 1, Taken(0)),
        ((24,), 1, Taken(0)),
        ((23,), 1, Taken(1, NOON + HOUR)),
        ((23, 1), 3, Taken(2)),
        ((23, 1), 2, Taken(2, NOON + HOUR)),
        ((23, 5, 1), 2, Taken(3, NOON + 19 * HOUR)),
    ],
)
def test_there_is_room_when_so_many_have_left_the_period(
    hours: tuple[int, ...], most: int, found: Taken
) -> None:
    assert policy.taken(Cap(most, DAY), _ago(*hours), NOON) == found


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_jitter_is_a_part_of_the_whole(seed: int, contact_id: int) -> None:
    assert 0 <= policy.jitter_of(seed, contact_id) < 1


def test_people_whose_ids_follow_upon_each_other_are_spread_evenly() -> None:
    first = first_id_at(NOON)
    tenths = [int(policy.jitter_of(7, first + one) * 10) for one in range(1_000)]
    assert {60 < tenths.count(one) < 140 for one in range(10)} == {True}


def _mark_sending(session: Session) -> None:
    at = first_id_at(NOON)
    session.add(
        Delivery(
            id=at,
            message_id=1,
            identity_id=1,
            channel_id=TELEGRAM,
            contact_id=ADA,
            recipient="1",
            content={},
            lane=3,
            due_at=NOON,
            state="sending",
            created_at=NOON,
            campaign_id=7,
            occurrence_id=1,
            step=1,
            version_id=1,
        )
    )
    session.flush()
    session.add(Attempt(id=at + 1, delivery_id=at, started_at=NOON))
    session.flush()


def test_of_two_who_look_at_somebody_the_second_sees_what_the_first_marked(
    postgres: PostgresServer,
) -> None:
    with postgres.database() as url:
        engine = engine_of(url)

        def look(session: Session) -> int | None:
            if ADA not in holding.take(session, [ADA]):
                return None
            (found,) = service.recipients(session, [ADA], ASKS, NOON)
            return found.taken[0].count

        with Session(engine) as session:
            rows = [Contact(id=ADA, first_seen=NOON)]
            ada = Identity(id=1, channel_id=TELEGRAM, external_id="1", contact_id=ADA)
            store(session, [*channels(), *rows, ada])
            session.commit()
            assert look(session) == 0
            _mark_sending(session)
            with Session(engine) as second:
                assert look(second) is None, "it is left to whoever has them"
                session.commit()
                assert look(second) == 1
        engine.dispose()
