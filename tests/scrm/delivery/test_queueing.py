"""A long queue is no slower than a short one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from scrm.delivery.queueing import store as queue
from scrm.kernel.engines import engine_of
from tests.support.clock import NOON
from tests.support.databases import Place


@pytest.fixture
def plans(sqlite_only: Place) -> list[str]:
    """How SQLite looks for what goes next, and for when the next can go."""
    engine = engine_of(sqlite_only.url)
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    with Session(engine) as session:
        queue.reserve(session, 1, 10, NOON, NOON + timedelta(seconds=5), "worker")
        queue.next_due(session, 1, NOON)
        connection = session.connection()
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
            for sql, values in list(asked)
            if "FROM delivery" in sql
        ]
    engine.dispose()
    return ["\n".join(str(row[3]) for row in plan) for plan in explained]


def test_what_goes_next_is_read_off_the_queue_in_its_order(plans: list[str]) -> None:
    assert len(plans) == 2
    for plan in plans:
        assert "USING INDEX delivery_due (channel_id=?" in plan
        assert "TEMP B-TREE" not in plan
        assert "SCAN delivery" not in plan


def test_what_stands_before_a_delivery_is_looked_up_by_its_conversation(plans: list[str]) -> None:
    for plan in plans:
        assert "USING INDEX delivery_unfinished (identity_id=? AND message_id<?)" in plan
        assert "delivery_part" not in plan
