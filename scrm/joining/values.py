"""The words of joining."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from scrm.conversations.values import Author

Hashed = Callable[[str], str]


class EvidenceKind(StrEnum):
    """Why two contacts are taken for one person; all but `by_hand` are the machine's reasons."""

    BY_HAND = "by_hand"
    SIGNED_LINK = "signed_link"
    OWN_PHONE = "own_phone"
    COMMON_ID = "common_id"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`message_id` is the message that proves it; None where a colleague said so."""

    kind: EvidenceKind
    message_id: int | None = None

    @property
    def is_by_machine(self) -> bool:
        return self.kind is not EvidenceKind.BY_HAND


BY_HAND = Evidence(EvidenceKind.BY_HAND)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it and when, and how a suppression's subject is hashed."""

    by: Author
    now: datetime
    hashed: Hashed


class Doubt(StrEnum):
    """What speaks against two contacts being one person."""

    POINTS_DIFFER = "points_differ"
    """Both have proved a phone, a mail address or the like, and not the same one."""
    ARCHIVE = "archive"
    """A name in imported history proves nothing about who it is."""
    SAME_CHANNEL = "same_channel"
    """Both have an address on one channel; a phone that both proved may have changed hands."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two contacts, as far as it matters to whether they may be joined."""

    channels: frozenset[int]
    archives: frozenset[int]
    proved: frozenset[tuple[str, str]]
    """Kind and value of what is verified."""


Profile = Mapping[str, Any]
"""What is known of a person, by field; `attributes` holds a mapping of its own."""


@dataclass(frozen=True, slots=True)
class PersonBrief:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class JoiningView:
    """`other` is who was joined into `survivor`; `taken` is what the survivor lacked and took over.

    `evidence` holds `kind`, and where a message proves it `message_id`, `conversation_id`, `seq`.
    """

    id: str
    survivor: PersonBrief
    other: PersonBrief
    identity_ids: list[str]
    evidence: dict[str, Any]
    taken: dict[str, Any]
    by: dict[str, Any]
    joined_at: datetime
    undone_at: datetime | None
    undone_by: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class JoinedView:
    joining: JoiningView
