"""How the databases answer: by which index, and nobody's history looked through for each person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select, text
from sqlmodel import Session, col

from scrm.conditions import service
from scrm.conditions.compiling import store as compiling
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.values import Moment
from scrm.conditions.lapsing import store as lapsing
from scrm.conditions.values import All, Bound, Condition, Count, Last, Not, Tag, Text, TextHow
from scrm.contacts.tables import Contact, has_odd_attributes, has_odd_words
from scrm.conversations.tables import Message
from scrm.journal.tables import Event
from scrm.kernel.columns import micros
from scrm.kernel.database import Database
from scrm.kernel.engines import engine_of
from scrm.kernel.oddness import is_odd
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import session_dialect, table_of
from tests.support.clock import NOON
from tests.support.databases import Place

PEOPLE, EACH = 2_000, 20
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATELY = Count("message.received", Bound.AT_LEAST, 3, DAY)


def _many(session: Session) -> None:
    """A message a minute; of a month of it a day is asked for."""
    kept = ("id", "name", "locale", "first_seen")
    people = [(n, "", "", micros(NOON)) for n in range(1, PEOPLE + 1)]
    insert_rows(session, table_of(Contact), kept, people)
    columns = ("id", "kind", "contact_id", "at", "recorded_at", "cause", "depth", "data")
    events = [
        (n, "message.received", n % PEOPLE + 1, micros(NOON - n * HOUR / 60), 0, "", 0, "{}")
        for n in range(1, PEOPLE * EACH + 1)
    ]
    insert_rows(session, table_of(Event), columns, events)
    session.execute(text("ANALYZE"))


def _plan(session: Session, question: Select[int]) -> str:
    is_sqlite = session_dialect(session) == "sqlite"
    said = question.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    rows = session.connection().exec_driver_sql(f"{explain} {str(said).replace('%', '%%')}")
    return "\n".join(str(row[-1]) for row in rows)


async def _planned(database: Database, condition: Condition) -> str:
    def work(session: Session) -> str:
        _many(session)
        return _plan(session, service.people(session, condition, NOON))

    return await database.write(work)


async def test_what_happened_lately_is_read_off_one_index(database: Database) -> None:
    plan = await _planned(database, LATELY)
    assert "event_of_kind" in plan
    if database.is_sqlite:
        assert "COVERING INDEX event_of_kind (kind=? AND at>? AND at<?)" in plan
    else:
        assert "Seq Scan on event" not in plan


def test_at_moments_each_person_s_own_history_is_looked_up(sqlite_only: Place) -> None:
    """SQLite knows nothing of how much there is of what; PostgreSQL looks that up by itself."""
    engine = engine_of(sqlite_only.url)
    with Session(engine) as session:
        condition = All((LATELY, Tag("vip")))
        frame = frames.at_moments(session, [Moment(1, 1, NOON)], {})
        answers: list[ColumnElement[Any]] = [compiling.holds(frame, condition)]
        answers += lapsing.changes(frame, condition)
        asked = frames.at_each(frame, [one.label(f"c{n}") for n, one in enumerate(answers)])
        plan = _plan(session, asked)
    engine.dispose()
    assert "COVERING INDEX event_of_contact (contact_id=? AND at>? AND at<?)" in plan
    assert "contact_tag_of_contact" in plan
    assert "event_of_kind" not in plan
    assert "contact_tag_of_tag (tag_id=?)" not in plan


async def test_no_history_is_gathered_for_each_person(database: Database) -> None:
    condition = All((Tag("vip"), LATELY, Not(Last("message.received", HOUR, before=False))))
    plan = await _planned(database, condition)
    assert "CORRELATED" not in plan
    assert "SubPlan" not in plan


async def test_who_said_something_plainly_is_looked_up_by_the_messages(database: Database) -> None:
    condition = Text(TextHow.CONTAINS_ANY, ("refund", "退款"))
    if database.is_sqlite:
        plan = await _planned(database, condition)
        assert "SCAN message" in plan
        assert "USING INDEX event_of_message (message_id=?)" in plan


async def test_what_is_odd_is_found_by_an_index(database: Database) -> None:
    lite = database.is_sqlite
    questions = {
        "message_odd": select(col(Message.id)).where(is_odd(col(Message.text), is_sqlite=lite)),
        "contact_odd": select(col(Contact.id)).where(has_odd_words(is_sqlite=lite)),
        "contact_said_oddly": select(col(Contact.id)).where(has_odd_attributes(is_sqlite=lite)),
    }

    def work(session: Session) -> list[str]:
        if not lite:  # which reads a small table from one end to the other
            session.execute(text("SET LOCAL enable_seqscan = off"))
        return [_plan(session, one) for one in questions.values()]

    for index, plan in zip(questions, await database.write(work), strict=True):
        assert index in plan
