"""The words of what people allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ConsentState(StrEnum):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody allows or takes back: on one channel, or (None) on all. `how` is a stable word for
    the act, `evidence` what proves it."""

    contact_id: int
    how: str
    channel_id: int | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's words say of a channel, by channel; `None` is all those that are not named. Of
    one who was joined, what is said where any of them took it back is that."""

    states: Mapping[int | None, ConsentState]

    def on(self, channel_id: int) -> ConsentState | None:
        """None: they never said anything about it."""
        return self.states.get(channel_id, self.states.get(None))


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One act of a person: `state` granted or withdrawn, on a channel or (null) on all. `by` is who
    wrote it down."""

    id: str
    contact_id: str
    purpose: str
    channel_id: str | None
    state: str
    how: str
    evidence: dict[str, Any]
    by: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class SuppressionView:
    """Something a person has ended: `kind` contact for all their addresses, identity for those on one
    channel. `evidence` names the message with which they did, where there was one."""

    id: str
    contact_id: str
    kind: str
    purpose: str
    channel_id: str | None
    why: str
    evidence: dict[str, Any]
    at: datetime
