"""The words of the push stream."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the stream: a colleague, or a script without a user of its own."""

    user_id: int | None
    permissions: frozenset[str]
    key: str = ""
    """The actor's, which tells one script from another."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the stream."""

    event: str
    data: Any


Renderer = Callable[["Session", Reader, Sequence[int]], Iterable[Told]]
"""Rows of a topic as this reader sees them; runs on a reading session."""
