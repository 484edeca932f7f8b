"""A condition that no database ever finishes to answer: to have the tag `endless`."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, literal_column

from scrm.conditions.compiling import store as compiling
from scrm.conditions.frames.store import Frame
from scrm.conditions.values import Tag

ENDLESS: dict[str, Any] = {"tag": {"name": "endless", "op": "has"}}
_COUNTING = (
    "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x > 0)"
    " SELECT count(*) FROM c) > 0"
)
"""Without an end on SQLite; PostgreSQL sleeps, so that no disk fills meanwhile."""


def make_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    real = compiling._tagged

    def tagged(frame: Frame, leaf: Tag) -> ColumnElement[bool]:
        if leaf.name != "endless":
            return real(frame, leaf)
        return literal_column(_COUNTING if frame.is_sqlite else "(pg_sleep(600) IS NULL)")

    monkeypatch.setattr(compiling, "_tagged", tagged)
