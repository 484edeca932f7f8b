"""The one place where errors become HTTP answers."""

from http import HTTPStatus

import orjson
from aiohttp import web

from scrm.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Mistaken,
    NotFound,
    ScrmError,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from scrm.web.values import Misplaced, Problem

STATUS: dict[type[ScrmError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooManyRequests: 429,
    Unavailable: 503,
}
RETRY_UNAVAILABLE = 5.0


def answer_for(error: ScrmError) -> web.Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    wait = getattr(error, "retry_after", RETRY_UNAVAILABLE if status == 503 else None)
    field = getattr(error, "field", None)
    wrong = error.mistakes if isinstance(error, Mistaken) else ()
    errors = [Misplaced(one.place, one.why) for one in wrong]
    return problem(status, error.code, str(error), field=field, wait=wait, errors=errors)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    field: str | None = None,
    wait: float | None = None,
    errors: list[Misplaced] | None = None,
) -> web.Response:
    """A problem document; `wait` in seconds also becomes Retry-After."""
    title = HTTPStatus(status).phrase
    body = Problem("about:blank", title, status, code, detail, field, wait, errors or None)
    document = {key: value for key, value in _fields(body).items() if value is not None}
    headers = {"Retry-After": str(max(1, round(wait)))} if wait is not None else None
    return web.Response(
        body=orjson.dumps(document),
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )


def _fields(body: Problem) -> dict[str, object]:
    return {name: getattr(body, name) for name in Problem.__slots__}
