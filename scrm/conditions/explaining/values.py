"""The words of explaining."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

MOST_EVENTS = 5
"""The newest; `count` says how many there are."""
LONGEST_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: in their language, with what they call channels and colleagues. Who may not read
    conversations gets no words of messages."""

    language: str
    names: Mapping[str, str]
    may_read: bool


class Happened(NamedTuple):
    """An event that speaks for a part; `text` is empty where it is about no message, or about one
    that was taken back."""

    id: int
    kind: str
    at: datetime
    message_id: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a part that asks something. `count` is of events, of which `events` are the
    newest; None where none are asked for. `value` of a sum is what it comes to."""

    count: int | None = None
    events: tuple[Happened, ...] = ()
    value: Any = None


@dataclass(frozen=True, slots=True)
class HappenedView:
    """An event; `excerpt` is how its message begins, for who may read it. `data` is what was told
    with one that is about no message."""

    id: str
    kind: str
    at: datetime
    message_id: str | None
    excerpt: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a condition: whether it `holds`, in words what it asks (`reading`) and what there is
    (`found`). `count` and `events`, the newest five, are those that it asks for; `value` is what is
    known of the person, the times of a tag, names of channels, or the state of conversations. Unless
    something happens, it stays so until `changes_at`."""

    kind: str
    holds: bool
    reading: str
    found: str
    count: int | None
    value: Any
    events: list[HappenedView]
    changes_at: datetime | None
    parts: list["PartView"] = field(default_factory=list)
