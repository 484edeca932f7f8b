"""The words of watching."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from scrm.conditions.values import Condition

DUE = "due"
"""A cause that is no event: the time had come."""
FILLING = "filling"
"""A cause that is no event: everybody is looked at, to know from now on when it begins to hold."""
BACK_FILL = "back_fill"
"""As FILLING, and with whom it holds it begins now."""
PEOPLE_CHANGED = frozenset({"contact.joined", "contact.separated"})
"""With these nobody knows of whom it held before."""
FOR_ALL = PEOPLE_CHANGED | {FILLING, BACK_FILL}
"""Causes for which everybody is asked, also whom nothing is kept of."""


class Cause(NamedTuple):
    """Why somebody is looked at: an event of theirs, whose `kind` it has, or one of the above. `cause`,
    `depth` and `evidence` are for the facts that come of it; `about` names the tag it is about."""

    contact_id: int
    kind: str
    at: datetime
    cause: str = ""
    depth: int = 0
    evidence: Mapping[str, Any] = MappingProxyType({})
    about: str = ""
    conversation_id: int | None = None
    """Which the event is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A condition whose people are kept. `kinds` are the events that can change its answer, those of
    tags only where they are about one of `tags`; `when` is the only event at which it may begin to
    hold, empty where it may at any time."""

    owner_id: int
    keeper: str
    name: str
    condition: Condition
    kinds: frozenset[str]
    tags: frozenset[str] | None
    when: str = ""

    def wants(self, one: Cause) -> bool:
        if one.kind == self.when:
            return True
        if one.kind not in self.kinds:
            return False
        return self.tags is None or not one.about or one.about in self.tags


class Row(NamedTuple):
    """What is kept of a person: since when the condition holds, None where it does not, and when to
    look again."""

    contact_id: int
    since: datetime | None
    due_at: datetime | None


@dataclass(slots=True)
class Turned:
    """How it turned out: for whom it began and ended, what to keep of whom, and whom to forget.
    `denied` are those of whom it does not hold, and of whom nobody knows whether it did; `holding`
    counts those of whom it does."""

    begun: list[Cause] = field(default_factory=list)
    ended: list[Cause] = field(default_factory=list)
    denied: list[Cause] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    holding: int = 0

    @property
    def is_news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.begun or self.ended or self.denied or self.kept or self.forgotten)


class FillingState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FillingView:
    """How far looking at everybody is, from 0 to 1; `found` are those of whom the condition holds,
    and `acts` whether that is acted upon. `error` says why it failed."""

    state: str
    acts: bool
    progress: float
    looked_at: int
    found: int
    error: str
    started_at: datetime
    finished_at: datetime | None
