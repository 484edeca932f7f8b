"""What a rule at work has before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tagging.rules.values import Rule


class Happened(NamedTuple):
    """An event of a person. `message_id` is empty where it is about no message."""

    id: int
    kind: str
    contact_id: int
    at: datetime
    depth: int
    message_id: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule as it was published."""

    id: int
    version: int
    rule: Rule
