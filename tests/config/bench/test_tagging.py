"""The benchmark of rules: what is written by hand asks the same as the rules, and it ends in a report."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from config.bench import segments, tagging
from config.bench.habits import BATCH, PER_PERSON, People
from config.bench.rulebook import TOUCHED, by_hand, moments, rulebook
from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.kernel.sets import execute
from scrm.kernel.signals import take_notes
from tagging.rules import service as rules

EVENTS = 2 * BATCH * PER_PERSON


@pytest.fixture
def made() -> Iterator[tuple[Engine, People]]:
    with tagging.peopled(EVENTS) as found:
        yield found


def test_sql_by_hand_finds_what_the_rules_conditions_find(made: tuple[Engine, People]) -> None:
    engine, folk = made
    entries = rulebook(TOUCHED)
    asked = [rules.read(one.definition).condition for one in entries]
    with Session(engine) as session:
        said = [one for _ in range(12) for one in folk.write(session)]
        rows = execute(session, by_hand(entries), (moments(said),))
        events = [(one, fact.id) for one, fact in zip(said, take_notes(session), strict=True)]
        found = [Moment(event_id, one.contact_id, one.at, event_id) for one, event_id in events]
        by_rules = [len(held) for held in conditions.holding_each(session, asked, found)]
    by_sql = [sum(map(bool, column)) for column in list(zip(*rows, strict=True))[1:]]
    assert by_rules == by_sql
    kinds = [sum(by_sql[n::8]) for n in range(8)]
    assert all(kinds), kinds


def test_sql_by_hand_finds_the_people_of_the_segments(made: tuple[Engine, People]) -> None:
    engine, _ = made
    found = {name: one.found for name, one in segments.measure(engine).items()}
    assert all(found.values()), found


def test_a_small_run_says_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "MANY_RULES", tagging.RULES + TOUCHED)
    result = tagging.measure(EVENTS, small=EVENTS, batches=1)
    assert next(iter(result)) == "ratio"
    assert result["ratio"] > 0
    assert result["segment_ratio"] == max(result["segment_ratios"].values())
    assert len(result["goals"]) == 4
