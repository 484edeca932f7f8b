"""A message of the past on its way into a thread."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrm.conversations.values import AuthorKind, Direction


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is unique in its thread; `line` is what a list shows for it."""

    id: int
    key: str
    direction: Direction
    author_kind: AuthorKind
    author_id: int | None
    author_name: str
    text: str
    at: datetime
    line: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    edited: bool = False
    deleted: bool = False
