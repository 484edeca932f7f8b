"""How far a campaign of the stage is, and the parts that some of its people play."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from config.demo import club

Document = dict[str, Any]


class Phase(StrEnum):
    """How far a campaign is."""

    IDLE = "idle"
    GATHERING = "gathering"
    WELCOMING = "welcoming"
    WRITING = "writing"
    PREFLIGHT = "preflight"
    SENDING = "sending"
    DONE = "done"
    LATE = "late"
    FAILED = "failed"


class Role(StrEnum):
    """Of those of whom the stage tells."""

    COMPLAINS = "complains"
    LEAVES = "leaves"
    PRESSES = "presses"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part, from when they have acted: whose phone, and whether it has come to its end."""

    phone: str
    name: str
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What the stage shows of a campaign. `known`: customers whom the hub has heard of, `welcomed`
    whom the bot has answered; `slices` of the pre-flight, with the seconds that sending `lasts`;
    `people`: each one's fate; `took`: seconds from the click."""

    phase: Phase = Phase.IDLE
    name: str = ""
    campaign_id: str = ""
    customers: int = club.SIZE
    known: int = 0
    welcomed: int = 0
    slices: tuple[Document, ...] = ()
    lasts: float = 0.0
    people: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    took: float = 0.0
