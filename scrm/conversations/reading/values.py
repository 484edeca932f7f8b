"""Conversations and messages to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrm.files.values import FileView
from scrm.teams.values import TeamBrief


@dataclass(frozen=True, slots=True)
class ContactBrief:
    id: str
    name: str
    photo: str


@dataclass(frozen=True, slots=True)
class ChannelBrief:
    id: str
    name: str
    platform: str


@dataclass(frozen=True, slots=True)
class LastMessage:
    """What the list shows. A message without text comes as its kind in brackets: `[photo]`, or
    `[image omitted] name` where an import had no file; one taken back as `[deleted]`."""

    id: str
    text: str
    direction: str
    author_kind: str
    author_id: str | None
    author_name: str
    at: datetime
    status: str | None


@dataclass(frozen=True, slots=True)
class BotBrief:
    """Whether the bot may answer here (`on`), or is `silent`; and why: answered, taken_over or
    handed_over. It says nothing of whether a bot is in force at all."""

    state: str
    why: str


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as this reader sees it: `unread` is the reader's own."""

    id: str
    contact_id: str
    channel_id: str
    contact: ContactBrief
    channel: ChannelBrief
    status: str
    assignee_id: str | None
    priority: str
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolve_reason: str
    unread: int
    last_message: LastMessage | None
    last_at: datetime
    created_at: datetime
    reachable: bool
    bot: BotBrief
    team: TeamBrief | None
    campaign_id: str | None
    campaign_message_id: str | None


@dataclass(frozen=True, slots=True)
class AuthorView:
    kind: str
    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message to read; `status` and `reason` are its delivery's, null and "" where nothing is sent.

    `status_at`: since when the platform has it, or has refused it.
    """

    id: str
    conversation_id: str
    seq: int
    direction: str
    author: AuthorView
    text: str
    content: dict[str, Any]
    attachments: list[FileView]
    status: str | None
    status_at: datetime | None
    reason: str
    delivery_id: str | None
    created_at: datetime
    platform_time: datetime
    campaign_id: str | None
    edited_at: datetime | None
    versions: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class StartedView:
    """A conversation and the message that it was opened with, if it was."""

    conversation: ConversationView
    message: MessageView | None


@dataclass(frozen=True, slots=True)
class VersionView:
    at: datetime
    text: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TeamCount:
    """A team and how many conversations that are open it has."""

    id: str
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What the inbox's tabs show; `teams` are those that the reader is in."""

    mine: int
    unassigned: int
    all: int
    snoozed: int
    resolved: int
    waiting: int
    unread: int
    deadletters: int
    unknown: int
    teams: list[TeamCount]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which conversations a list wants; None means any."""

    status: str | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    channel_id: int | None = None
    contact_id: int | None = None
    unread_for: int | None = None
    team_id: int | None = None
    teams: tuple[int, ...] | None = None
    """Of any of these teams."""
    text: str = ""
    """Words that stand all in the contact's names and addresses, or all in the last message."""
