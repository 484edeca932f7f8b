"""Who is where in a campaign, as the stage shows it: from what the hub says of each recipient."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Document = dict[str, Any]


class Fate(StrEnum):
    """Where somebody is, in the order in which the stage counts them."""

    ANSWERED = "answered"
    SENT = "sent"
    UNKNOWN = "unknown"
    HELD = "held"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    FAILED = "failed"
    WAITING = "waiting"


_STATES = {
    "sent": Fate.SENT,
    "delivered": Fate.SENT,
    "read": Fate.SENT,
    "held": Fate.HELD,
    "unknown": Fate.UNKNOWN,
    "blocked": Fate.BLOCKED,
    "missed": Fate.BLOCKED,
    "cancelled": Fate.BLOCKED,
    "failed": Fate.FAILED,
}
OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class Standing:
    """All recipients, in the hub's order: contact -> fate, and how many have each."""

    people: Mapping[str, Fate] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Nobody waits for anything but our answer."""
        return bool(self.people) and not self.counts.get(Fate.WAITING)

    def of(self, fate: Fate) -> list[str]:
        return [contact for contact, one in self.people.items() if one is fate]


def standing(recipients: Sequence[Document], replies: Collection[Document]) -> Standing:
    """`recipients` and `replies` as REST lists them."""
    kinds: dict[str, set[str]] = {}
    for reply in replies:
        kinds.setdefault(reply["contact_id"], set()).add(reply["kind"])
    people = {
        one["contact_id"]: _fate(one, kinds.get(one["contact_id"], set())) for one in recipients
    }
    counted = Counter(people.values())
    return Standing(people, {fate.value: counted[fate] for fate in Fate})


def _fate(one: Document, answers: set[str]) -> Fate:
    if "stop" in answers or (one["state"] == "blocked" and one["reason"] == OPTED_OUT):
        return Fate.STOPPED
    if answers:
        return Fate.ANSWERED
    return _STATES.get(one["state"], Fate.WAITING)
