"""Kept answers that quote somebody who is erased."""

from collections.abc import Iterable

import orjson
from sqlalchemy import text
from sqlmodel import Session

_QUOTING = {
    "sqlite": (
        "EXISTS (SELECT 1 FROM json_each(:ids) one "
        "WHERE instr(kept_answer.body, CAST('\"' || one.value || '\"' AS blob)) > 0)"
    ),
    "postgresql": (
        "EXISTS (SELECT 1 FROM json_array_elements_text(CAST(:ids AS json)) one "
        "WHERE position(convert_to('\"' || one || '\"', 'UTF8') IN kept_answer.body) > 0)"
    ),
}
_GONE = orjson.dumps(
    {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "This was done; whom it concerned has been erased since",
    }
)


def forget_quoting(session: Session, ids: Iterable[int]) -> None:
    """Answers that name one of these things are emptied. That they were given is still known: the
    request has no second effect when it is repeated."""
    condition = _QUOTING[session.get_bind().dialect.name]
    values = {"ids": orjson.dumps([str(one) for one in ids]).decode(), "gone": _GONE}
    session.execute(
        text(f"UPDATE kept_answer SET status = 404, body = :gone WHERE {condition}"),  # noqa: S608
        values,
    )
