"""The words of conversations."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ConversationState(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Direction(StrEnum):
    """`note` is for colleagues only; `activity` says what happened to the conversation."""

    IN = "in"
    OUT = "out"
    NOTE = "note"
    ACTIVITY = "activity"


class Priority(StrEnum):
    NONE = "none"
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class BotSilence(StrEnum):
    """Why the bot says nothing in a conversation, until it is resolved or handed back."""

    NONE = ""
    ANSWERED = "answered"
    """A colleague has written."""
    TAKEN_OVER = "taken_over"
    """It is a colleague's now."""
    HANDED_OVER = "handed_over"
    """The bot itself called for a person."""


class AuthorKind(StrEnum):
    CONTACT = "contact"
    USER = "user"
    TOKEN = "token"  # noqa: S105 - a kind of author, not a secret
    BOT = "bot"
    SYSTEM = "system"
    CHANNEL = "channel"
    RULE = "rule"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes or acts: a colleague, a script's token, a bot, a rule, or the hub itself."""

    kind: AuthorKind
    id: int | None
    name: str

    def described(self) -> dict[str, str | None]:
        return {
            "kind": self.kind.value,
            "id": None if self.id is None else str(self.id),
            "name": self.name,
        }


SYSTEM = Author(AuthorKind.SYSTEM, None, "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to write: model.md §3's content, with ids of our messages and files."""

    text: str = ""
    format: str = "plain"
    attachments: tuple[int, ...] = ()
    buttons: tuple[dict[str, str], ...] = ()
    reply_to: int | None = None
    automatic: Mapping[str, str] | None = None
    """Of what the hub wrote by itself: which responder of which version, and by which intent
    or article."""
    hand_over: Mapping[str, Any] | None = None
    """Of the note by which the bot calls for a person: the parts of its text."""

    def is_empty(self) -> bool:
        return not (self.text.strip() or self.attachments)
