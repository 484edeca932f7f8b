"""The words of conversations."""

from enum import StrEnum


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


class AuthorKind(StrEnum):
    CONTACT = "contact"
    USER = "user"
    TOKEN = "token"  # noqa: S105 - a kind of author, not a secret
    BOT = "bot"
    SYSTEM = "system"
    CHANNEL = "channel"
