"""A rule as values, and the life it leads."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from scrm.conditions.values import Condition, Scalar


class RuleState(StrEnum):
    DRAFT = "draft"
    """It was never published."""
    LIVE = "live"
    PAUSED = "paused"
    """By a person, or by the hub because it failed: the reason says which."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class PutTag:
    """Of `until` None the tag stays until somebody takes it off."""

    tag: str
    until: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TakeTag:
    tag: str


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """Pairs of a name and a value; None removes it."""

    values: tuple[tuple[str, Scalar | None], ...]


Action: TypeAlias = PutTag | TakeTag | SetAttributes


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    when: str
    condition: Condition
    actions: tuple[Action, ...]
