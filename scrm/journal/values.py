"""A fact as its announcer states it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

DEEPEST = 8
"""How many facts may cause one another before it is taken for a loop (P22)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened; `kind` is dotted and in the past tense. `cause` is `kind:id`."""

    kind: str
    contact_id: int | None
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    cause: str = ""
    depth: int = 0
