"""SQL of conditions at moments, compiled once for as long as somebody holds on to them.

To draw a question costs some milliseconds for each condition, many times what it takes to answer it
for a batch. So its text is kept, and what differs from batch to batch goes in as parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from scrm.conditions.compiling import store as compiling
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.store import Find, Frame
from scrm.conditions.lapsing import store as lapsing
from scrm.conditions.values import Condition
from scrm.kernel.keeping import Kept
from scrm.kernel.sets import Compiled, compiled_for, session_dialect

_MOST_KEPT = 2_048
"""Some kilobytes each; more watching rules than that would push one another out."""


@dataclass(frozen=True, slots=True)
class Question:
    """A statement, and what finds its parameters."""

    compiled: Compiled
    blanks: Mapping[str, Find]

    def rows(self, frame: Frame) -> list[Any]:
        """The place of each moment of a living person, and the answers. Raises Invalid."""
        given = frames.filled(self.blanks, frame)
        frame.session.flush()  # for it goes to the driver, behind the session's back
        return list(self.compiled.ask(frame.session, given))


Draw = Callable[[Frame, Sequence[Condition]], list[ColumnElement[Any]]]


_questions: Kept[Question] = Kept(_MOST_KEPT)


def _get(draw: Draw, frame: Frame, conditions: Sequence[Condition]) -> Question:
    def make() -> Question:
        blank = compiling.asked_often(frames.drawn(frame), conditions)
        return _question(blank, draw(blank, conditions))

    dialect = session_dialect(frame.session)
    return _questions.get(conditions, make, draw, dialect, frame.some_empty_handed)


def holding(frame: Frame, conditions: Sequence[Condition]) -> Question:
    """Whether each of them holds. Raises Invalid."""
    return _get(_holds, frame, conditions)


def standing(frame: Frame, condition: Condition) -> Question:
    """Whether it holds, and when that may change: alone, for which of them are asked together is
    another each time. Raises Invalid."""
    return _get(_stands, frame, [condition])


def _holds(drawn: Frame, conditions: Sequence[Condition]) -> list[ColumnElement[Any]]:
    return [compiling.holds(drawn, one) for one in conditions]


def _stands(drawn: Frame, conditions: Sequence[Condition]) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = []
    for one in conditions:
        columns += [compiling.holds(drawn, one), *lapsing.changes(drawn, one)]
    return columns


def _question(drawn: Frame, answers: Sequence[ColumnElement[Any]]) -> Question:
    columns = [column.label(f"c{number}") for number, column in enumerate(answers)]
    dialect = drawn.session.get_bind().dialect
    compiled = compiled_for(dialect, frames.at_each(drawn, columns))
    blanks = {name: find for name, find in (drawn.blanks or {}).items() if name in compiled.order}
    return Question(compiled, blanks)
