"""What a rule at work has before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tagging.rules.values import Rule
from tagging.watching.values import Cause


class Happened(NamedTuple):
    """An event of a person. `message_id` is empty where it is about no message, `conversation_id`
    None where it is about no conversation."""

    id: int
    kind: str
    contact_id: int
    at: datetime
    depth: int
    message_id: str
    conversation_id: int | None = None

    @property
    def cause(self) -> Cause:
        evidence = {"event_id": str(self.id)}
        if self.message_id:
            evidence["message_id"] = self.message_id
        named = f"event:{self.id}"
        told = (self.contact_id, self.kind, self.at, named, self.depth, evidence)
        return Cause(*told, conversation_id=self.conversation_id)


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule as it was published."""

    id: int
    version: int
    rule: Rule
