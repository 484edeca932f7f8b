"""A rule as values, and the life it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from scrm.conditions.values import Condition, Scalar
from scrm.teams.values import Whom
from tagging.watching.values import FillingView


class RuleState(StrEnum):
    DRAFT = "draft"
    """It was never published."""
    LIVE = "live"
    PAUSED = "paused"
    """By a person, or by the hub because it failed: the reason says which."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class PutTag:
    """Of `until` None the tag stays until somebody takes it off; with `only_while` until the
    condition no longer holds."""

    tag: str
    until: timedelta | None = None
    only_while: bool = False


@dataclass(frozen=True, slots=True)
class TakeTag:
    tag: str


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """Pairs of a name and a value; None removes it."""

    values: tuple[tuple[str, Scalar | None], ...]


@dataclass(frozen=True, slots=True)
class AssignTo:
    """Give the conversation to a team or a colleague, where no colleague holds it yet."""

    whom: Whom


Action: TypeAlias = PutTag | TakeTag | SetAttributes | AssignTo


AT_ANY_TIME = "time"
"""What stands for the event of a rule that acts as soon as its condition holds, whatever the cause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is a kind of event, or AT_ANY_TIME."""

    name: str
    when: str
    condition: Condition
    actions: tuple[Action, ...]

    @property
    def watches(self) -> bool:
        """Whether it must know at every time of whom its condition holds; any other rule is asked
        when its event happens, and never again."""
        return self.when == AT_ANY_TIME or bool(self.passing_tags)

    @property
    def passing_tags(self) -> frozenset[str]:
        """Those that it takes off again."""
        puts = (one for one in self.actions if isinstance(one, PutTag))
        return frozenset(one.tag for one in puts if one.only_while)


@dataclass(frozen=True, slots=True)
class VersionView:
    """What was put in force once, by whom. `reading` says it in words."""

    number: int
    reading: str
    definition: dict[str, Any]
    published_at: datetime
    published_by: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule to read. `definition` is its draft, `version` the number of what is in force, 0 before
    it was published; `is_changed`: the draft says something else. `reading` says the draft in words.
    `ring` names rules with which it may go round for ever. `people` have a tag by it now; null where
    nobody counted, as in the answer to a write, or there was no time to. `filling` is how far looking
    at everybody is, or was; null where nobody had to be looked at."""

    id: str
    name: str
    state: str
    reason: str
    definition: dict[str, Any]
    reading: str
    version: int
    is_changed: bool
    created_at: datetime
    updated_at: datetime
    ring: list[str]
    people: int | None
    filling: FillingView | None = None


@dataclass(frozen=True, slots=True)
class WholeRuleView:
    """A rule with its versions, the newest first. `back_filled` have a tag still that it gave when it
    was last put in force for the past; null where it was not, or nobody counted in time."""

    rule: RuleView
    versions: list[VersionView]
    back_filled: int | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """A definition without mistakes, in words."""

    reading: str
    ring: list[str]
