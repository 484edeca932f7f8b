"""Rows that a worker claims: chosen and locked by one question, and changed by another around it."""

from typing import Any

from sqlalchemy import Select, select


def once(chosen: Select[Any]) -> Select[Any]:
    """The ids of a question that locks and has a LIMIT, to stand behind `IN`.

    As a plain subquery PostgreSQL may ask it again for each row that it compares. As its own locks
    are skipped then, each time it finds others, and more are claimed than were wanted. A question
    of a WITH clause that locks is asked once ("SELECT … FOR UPDATE", documentation of WITH Queries).
    """
    found = chosen.cte("chosen")
    return select(*found.c)
