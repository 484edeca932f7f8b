"""The benchmark of the inbox: what it makes is sound, what it asks goes by index, and it would notice."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from config.bench import inbox, plans
from config.bench.crowd import Crowd
from config.bench.questions import Question, questions
from config.doctor import examine
from scrm.kernel.engines import engine_of, reading_engine

MESSAGES = 5_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Crowd]:
    path = tmp_path_factory.mktemp("bench") / "scrm.db"
    return path, inbox.make(path, MESSAGES)[0]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Crowd]:
    """A smaller one, to copy and to break."""
    path = tmp_path_factory.mktemp("few") / "scrm.db"
    return path, inbox.make(path, 1_000)[0]


@pytest.fixture
def engine(made: tuple[Path, Crowd]) -> Iterator[Engine]:
    opened = reading_engine(make_url(f"sqlite:///{made[0]}"))
    yield opened
    opened.dispose()


def test_the_crowd_breaks_no_invariant_but_that_it_never_sent(engine: Engine) -> None:
    with Session(engine) as session:
        assert [one.name for one in examine(session) if one.wrong] == ["I6"]
        assert session.execute(text("SELECT count(*) FROM message")).scalar_one() == MESSAGES


def test_every_list_and_thread_goes_by_an_index(made: tuple[Path, Crowd], engine: Engine) -> None:
    assert inbox.faults(engine, questions(made[1])) == {}


@pytest.mark.parametrize(
    ("index", "question"),
    [
        ("conversation_open", "open"),
        ("conversation_asleep", "snoozed"),
        ("conversation_resolved", "resolved"),
        ("conversation_resolved_by", "resolved, mine"),
        ("conversation_of_team", "a team"),
        ("conversation_of_team", "my teams"),
        ("conversation_resolved_of_team", "all of a team"),
        ("conversation_of_contact", "all of a person"),
        ("message_seq", "thread"),
        ("event_of_contact", "timeline"),
        ("identity_of_contact", "identities"),
        ("delivery_attention", "counts"),
        ("delivery_part", "thread"),
        ("delivery_queued", "queued sends"),
        ("delivery_in_hand", "sending sends"),
        ("delivery_taken", "channels"),
        ("conversation_of_contact", "open with Ada 1777"),
    ],
)
def test_a_missing_index_is_noticed(
    few: tuple[Path, Crowd], tmp_path: Path, index: str, question: str
) -> None:
    path = copyfile(few[0], tmp_path / "scrm.db")
    engine = engine_of(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text(f"DROP INDEX {index}"))
    assert question in inbox.faults(engine, questions(few[1]))
    engine.dispose()


def test_a_sort_is_noticed_where_it_is_not_expected(engine: Engine) -> None:
    def ask(session: Session) -> None:
        session.execute(text("SELECT id FROM contact WHERE id < 1010 ORDER BY name"))

    tables = frozenset({"contact"})
    found = plans.faults(engine, Question("by name", ask, "/"), tables)
    assert found == ["USE TEMP B-TREE FOR ORDER BY"]
    assert plans.faults(engine, Question("by name", ask, "/", sorts=True), tables) == []


def test_the_whole_of_it_meets_its_goals_on_a_small_inbox() -> None:
    result = inbox.measure(MESSAGES, runs=2, rounds=1)
    assert next(iter(result)) == "ratio"
    assert result["ratio"] > 0
    assert all(result["goals"].values()), result
