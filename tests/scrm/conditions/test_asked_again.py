"""What was asked before is not drawn anew: to draw a question costs many times its answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.drawing import store as drawing
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.store import Frame
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import All, Bound, Condition, Count, Not, Tag
from scrm.kernel.engines import engine_of
from tests.support.clock import NOON
from tests.support.databases import Place

WROTE = "message.received"
ONE, TWO, THREE = Tag("one"), Tag("two"), Tag("three")


def _ask(place: Place, asked: list[Condition]) -> None:
    engine = engine_of(place.url)
    with Session(engine) as session:
        service.standing_each(session, asked, [Moment(1, 1, NOON)])
    engine.dispose()


def test_another_mix_of_watches_draws_nothing_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = drawing._question

    def counted(blank: Frame, answers: Sequence[ColumnElement[Any]]) -> drawing.Question:
        drawn.append(len(answers))
        return draw(blank, answers)

    monkeypatch.setattr(drawing, "_question", counted)
    _ask(place, [ONE, TWO])
    assert len(drawn) == 2
    _ask(place, [TWO, ONE])
    _ask(place, [ONE])
    assert len(drawn) == 2
    _ask(place, [THREE, TWO])
    assert len(drawn) == 3


def test_what_several_conditions_ask_for_is_looked_up_once(place: Place) -> None:
    week, day = timedelta(days=7), timedelta(days=1)

    def count(number: int, within: timedelta) -> Count:
        return Count(WROTE, Bound.AT_LEAST, number, within)

    asked: list[Condition] = [
        count(2, week),
        All((count(5, week), ONE)),
        Not(Tag("one", has=False)),
        count(3, day),
    ]
    engine = engine_of(place.url)
    with Session(engine) as session:
        frame = frames.about(session, [Moment(1, 1, NOON)], {})
        sql = drawing.holding(frame, asked).compiled.sql
    engine.dispose()
    assert sql.count("count(*)") == 2
    assert sql.count("tag.name") == 2  # of the person, and of who is joined into them
