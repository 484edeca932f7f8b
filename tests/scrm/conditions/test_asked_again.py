"""What was asked before is not drawn anew: to draw a question costs many times its answer."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.drawing import store as drawing
from scrm.conditions.frames.store import Frame
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Condition, Tag
from scrm.kernel.engines import engine_of
from tests.support.clock import NOON
from tests.support.databases import Place

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
