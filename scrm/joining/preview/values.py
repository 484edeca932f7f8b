"""Two contacts to compare."""

from dataclasses import dataclass
from typing import Any

from scrm.contacts.reading.values import ContactView, IdentityView, PointView
from scrm.conversations.reading.values import ConversationView


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two. `ended` are the purposes for which this one wants nothing from us."""

    contact: ContactView
    identities: list[IdentityView]
    points: list[PointView]
    conversations: list[ConversationView]
    ended: list[str]


@dataclass(frozen=True, slots=True)
class WarningView:
    """`code` is points_differ, archive, same_channel or ended; `kinds` names what differs or ends."""

    code: str
    kinds: list[str]


@dataclass(frozen=True, slots=True)
class JoinPreview:
    """`taken` is what the survivor lacks and takes over; of the fields that `differ` the survivor's
    stay. `needs_despite`: joining them takes `"despite": true`."""

    survivor: SideView
    other: SideView
    taken: dict[str, Any]
    differ: list[str]
    warnings: list[WarningView]
    needs_despite: bool
