"""How SQLite answers a question: the statements that it takes, their plans, and what is wrong there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from config.bench.questions import Question

_SCAN = re.compile(r"SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?\Z")
_SORT = "USE TEMP B-TREE"

Statement = tuple[str, Any]


def faults(engine: Engine, question: Question, tables: frozenset[str]) -> list[str]:
    """The steps of its plans that grow with the inbox; `tables` are those of the database."""
    with _recorded(engine) as statements, Session(engine) as session:
        question.ask(session)
    with engine.connect() as connection:
        steps = [step for one in statements for step in _plan(connection, one)]
    return [step for step in steps if _is_fault(step, question, tables)]


def _is_fault(step: str, question: Question, tables: frozenset[str]) -> bool:
    if step.startswith(_SORT):
        return not question.sorts
    match = _SCAN.match(step)
    if match is None or match["table"] not in tables:
        return False
    return (match["index"] or match["table"]) not in question.walks


def _plan(connection: Connection, statement: Statement) -> list[str]:
    text, parameters = statement
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
    return [row[3] for row in rows]


@contextmanager
def _recorded(engine: Engine) -> Iterator[list[Statement]]:
    """The SELECTs that are made meanwhile."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, text: str, parameters: Any, *_rest: Any) -> None:
        if text.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((text, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
