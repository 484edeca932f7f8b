"""Whose day it is, is asked of all people together."""

from typing import Any

import pytest
from sqlalchemy import Select, text
from sqlmodel import Session

from campaigns.audience import service as audience
from campaigns.dates import policy, service
from campaigns.definition.policy import read
from campaigns.definition.values import EVERYBODY, Recurring
from scrm.contacts.tables import Contact
from scrm.journal.tables import Event
from scrm.journal.values import KNOWN
from scrm.kernel.columns import micros
from scrm.kernel.database import Database
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import session_dialect, table_of
from tests.campaigns.conftest import MONDAY

MANY = 20_000
KEY = "2026-12-02T09:00"
DRAFT: dict[str, Any] = {
    "name": "Spring",
    "audience": {"everybody": True},
    "channels": ["1"],
    "message": {"text": "Hi"},
}


def _many(session: Session) -> None:
    """Each has a birthday on one of four weeks of December, and paid once in four weeks."""
    people = [
        (n, "", "", micros(MONDAY), f'{{"birthday":"1990-12-{n % 28 + 1:02}"}}')
        for n in range(1, MANY + 1)
    ]
    kept = ("id", "name", "locale", "first_seen", "attributes")
    insert_rows(session, table_of(Contact), kept, people)
    columns = ("id", "kind", "contact_id", "at", "recorded_at", "cause", "depth", "data")
    events = [
        (n, "order.paid", n, micros(MONDAY) - n % 28 * 86_400_000_000, 0, "", 0, "{}")
        for n in range(1, MANY + 1)
    ]
    insert_rows(session, table_of(Event), columns, events)
    session.execute(text("ANALYZE"))


def _plan(session: Session, question: Select[int]) -> str:
    is_sqlite = session_dialect(session) == "sqlite"
    said = question.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    rows = session.connection().exec_driver_sql(f"{explain} {str(said).replace('%', '%%')}")
    return "\n".join(str(row[-1]) for row in rows)


async def _asked(database: Database, schedule: dict[str, Any]) -> tuple[str, int]:
    found = read(DRAFT | {"schedule": schedule}, KNOWN).schedule
    assert isinstance(found, Recurring)

    def work(session: Session) -> tuple[str, int]:
        _many(session)
        what = policy.dated(found, KEY, 1, audience.home(session), 2)
        meant = audience.ids_of(session, EVERYBODY, MONDAY)
        theirs = service.whose_day(session, meant, what)
        return _plan(session, theirs), service.count(session, theirs)

    return await database.write(work)


@pytest.mark.parametrize(
    ("schedule", "theirs"),
    [
        ({"birthday": {"at": "09:00"}}, MANY // 28 + 1),
        ({"days_after": {"attribute": "birthday", "days": 1, "at": "09:00"}}, 0),
    ],
)
async def test_dates_of_profiles_are_found_by_one_look_at_all_people(
    database: Database, schedule: dict[str, Any], theirs: int
) -> None:
    plan, people = await _asked(database, schedule)
    assert people == theirs
    looks = [
        one for one in plan.splitlines() if "SCAN contact" in one or "Seq Scan on contact" in one
    ]
    assert 1 <= len(looks) <= 2, plan
    assert "SCAN campaign_turn" not in plan


async def test_what_happened_on_a_day_is_read_off_its_index(database: Database) -> None:
    plan, people = await _asked(
        database, {"days_after": {"event": "order.paid", "days": 3, "at": "09:00"}}
    )
    assert people > 0
    assert "event_of_kind" in plan
    if not database.is_sqlite:
        assert "Seq Scan on event" not in plan


@pytest.mark.parametrize(
    "schedule",
    [
        {"birthday": {"at": "09:00"}},
        {"days_after": {"event": "order.paid", "days": 3, "at": "09:00"}},
    ],
)
async def test_who_had_their_turn_is_looked_up_and_not_sought_among_all_who_had(
    database: Database, schedule: dict[str, Any]
) -> None:
    plan, _ = await _asked(database, schedule)
    looks = [one for one in plan.splitlines() if "campaign_turn USING" in one]
    if database.is_sqlite:
        assert len(looks) == 2, plan
        assert all("contact_id=?" in one for one in looks), plan
    assert "SCAN campaign_turn" not in plan
