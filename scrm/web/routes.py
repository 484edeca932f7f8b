"""Declaring routes: what they are for, who may, what goes in and what comes out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Handler = Callable[..., Awaitable[Any]]
H = TypeVar("H", bound=Handler)
Declared = Callable[[H], H]

PUBLIC = ""
"""The permission of routes that need no sign-in."""
SIGNED_IN = "signed_in"
"""Everybody who is signed in, whatever the role."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route under /api/v1. `raw_body` leaves the body to the handler (uploads, streams).

    `secret`: the answer holds what opens doors, so that it is not kept for a repetition.
    """

    method: str
    path: str
    handler: Handler
    permission: str
    summary: str
    room: str
    body: Any = None
    query: Any = None
    answer: Any = None
    status: int = 200
    raw_body: bool = False
    secret: bool = False


class Routes:
    """The routes of a room, collected by decorators. Each names its permission, or it does not start."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.routes: list[Route] = []

    def __call__(self, method: str, path: str, permission: str, **more: Any) -> Declared[Any]:
        """Declare; the handler's docstring is the summary in the reference."""

        def declare(handler: H) -> H:
            summary = (handler.__doc__ or "").strip().splitlines()[0]
            self.routes.append(Route(method, path, handler, permission, summary, self.room, **more))
            return handler

        return declare

    def get(self, path: str, permission: str, **more: Any) -> Declared[Any]:
        return self("GET", path, permission, **more)

    def post(self, path: str, permission: str, **more: Any) -> Declared[Any]:
        return self("POST", path, permission, **more)

    def patch(self, path: str, permission: str, **more: Any) -> Declared[Any]:
        return self("PATCH", path, permission, **more)

    def delete(self, path: str, permission: str, **more: Any) -> Declared[Any]:
        return self("DELETE", path, permission, **more)
