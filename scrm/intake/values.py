"""The words of intake."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from scrm.channels.values import RawEvent

if TYPE_CHECKING:
    from scrm.channels.registry import OpenChannel


class IntakeState(StrEnum):
    """`kept` waits to be applied; `ignored` is a known kind that we do not handle."""

    KEPT = "kept"
    DONE = "done"
    IGNORED = "ignored"
    DEAD = "dead"
    DISCARDED = "discarded"


MALFORMED = "malformed: "
"""How the error of an event begins that no try can read, until the hub itself has changed."""


class Incoming(NamedTuple):
    """A raw event with the channel that it came by."""

    channel: "OpenChannel"
    event: RawEvent
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a polled channel has been read."""

    channel_id: int
    value: str


@dataclass(slots=True)
class Fate:
    """What became of an event: its state, and why where it is not done."""

    state: IntakeState
    error: str = ""
    tries: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A kept event that is tried now; its `tries` count this one and are committed already."""

    event_id: int
    incoming: Incoming
    tries: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press whose platform waits for a sign that it was noticed."""

    channel: "OpenChannel"
    recipient: str
    reference: str
