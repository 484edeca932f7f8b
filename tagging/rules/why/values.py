"""The words of why and why not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from scrm.conditions.explaining.values import HappenedView, PartView


class Verdict(StrEnum):
    GIVEN = "given"
    """The tag stands, and this rule gave it."""
    GIVEN_BY_OTHER = "given_by_other"
    TAKEN_OFF = "taken_off"
    """This rule gave it; since then it was taken off, or its time was up."""
    PAUSED = "paused"
    """The rule is not in force."""
    NOT_TRIGGERED = "not_triggered"
    """What the rule waits for did not happen to them since it was published."""
    NOT_HELD = "not_held"
    """It did happen, and the condition did not hold."""
    HELD = "held"
    """It did happen, and the condition held: the rule did what it says."""


@dataclass(frozen=True, slots=True)
class TagAnswer:
    """A tag that the rule gives, and how it is with the person: whether it `stands`, since and until
    when, who or what gave it on which evidence; or, of one that is gone, when and who took it off."""

    name: str
    stands: bool
    since: datetime | None
    until: datetime | None
    given_by: dict[str, Any]
    evidence: dict[str, Any]
    event: HappenedView | None
    taken_off_at: datetime | None
    taken_off_by: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WhyView:
    """What a rule that is in force has to do with a person, in a sentence (`says`) and in parts.

    `now` is its condition as of now. `at_event` is the condition as it was at `event`: the one by
    which the rule gave its tag, in the version of that time, or else the last for which it waits."""

    rule_id: str
    name: str
    state: str
    version: int
    published_at: datetime
    reading: str
    verdict: Verdict
    says: str
    tags: list[TagAnswer]
    now: PartView
    event: HappenedView | None
    at_event: PartView | None


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """By name of the rules; of a tag none where no rule gives it."""

    contact_id: str
    rules: list[WhyView]
