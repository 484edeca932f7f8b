"""The words of the REST interface."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a request: a signed-in colleague (`user_id`) or a script's token."""

    key: str
    name: str
    permissions: frozenset[str]
    user_id: int | None = None
    role: str = ""
    csrf: str = ""

    def may(self, permission: str) -> bool:
        return permission in self.permissions


NOBODY = Actor("nobody", "", frozenset())
"""Whoever asks where no sign-in is needed."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. `next` is the cursor of the following part, null at the end."""

    items: list[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """One of several things that are wrong with a document, and where."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An error answer (RFC 9457); `code` is stable, `detail` says what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = field(default=None)
    retry_after: float | None = None
    errors: list[Misplaced] | None = None
    """Everything that is wrong, where more was looked for than the first."""


MOST_ITEMS = 200
