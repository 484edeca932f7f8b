"""Tables of conversations. Partial indexes keep a message's cost flat as resolved threads pile up."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel, col

from scrm.conversations.values import BotSilence, ConversationState, Direction, Priority
from scrm.kernel.columns import Id, Instant, Json, one_of, only_where
from scrm.kernel.ids import new_id
from scrm.kernel.oddness import is_odd


class Conversation(SQLModel, table=True):
    """A thread with one identity. `in_count` counts inbound messages: unread is its distance to a mark.

    `campaign_message_id` is the last message that a campaign wrote to the person in this thread; where
    the thread went on in a new conversation, it may stand in the one before. Until `campaign_until` the
    person's next word answers it, unless somebody else of ours writes first.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        one_of("state", ConversationState),
        one_of("priority", Priority),
        Index(
            "conversation_live",
            "identity_id",
            "thread_key",
            unique=True,
            **only_where("state <> 'resolved'"),
        ),
        Index("conversation_past", "identity_id", "thread_key", **only_where("state = 'resolved'")),
        Index("conversation_open", "last_at", "id", **only_where("state = 'open'")),
        Index("conversation_resolved", "last_at", "id", **only_where("state = 'resolved'")),
        Index("conversation_snoozed", "snoozed_until", **only_where("state = 'snoozed'")),
        Index("conversation_asleep", "last_at", "id", **only_where("state = 'snoozed'")),
        Index("conversation_of_contact", "contact_id"),
        Index(
            "conversation_assigned",
            "assignee_id",
            "last_at",
            "id",
            **only_where("assignee_id IS NOT NULL AND state <> 'resolved'"),
        ),
        Index(
            "conversation_resolved_by",
            "assignee_id",
            "last_at",
            "id",
            **only_where("assignee_id IS NOT NULL AND state = 'resolved'"),
        ),
        Index(
            "conversation_of_team",
            "team_id",
            "last_at",
            "id",
            **only_where("team_id IS NOT NULL AND state <> 'resolved'"),
        ),
        Index(
            "conversation_resolved_of_team",
            "team_id",
            "last_at",
            "id",
            **only_where("team_id IS NOT NULL AND state = 'resolved'"),
        ),
        Index(
            "conversation_resolved_on",
            "channel_id",
            "last_at",
            "id",
            **only_where("state = 'resolved'"),
        ),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    identity_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("identity.id"), nullable=False)
    )
    channel_id: int = Field(sa_column=Column(BigInteger, ForeignKey("channel.id"), nullable=False))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    thread_key: str = Field(default="", sa_column=Column(Text, nullable=False))
    state: str = Field(default=ConversationState.OPEN, sa_column=Column(Text, nullable=False))
    assignee_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    team_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    priority: str = Field(
        default=Priority.NONE, sa_column=Column(Text, nullable=False, server_default="none")
    )
    waiting_since: datetime | None = Field(default=None, sa_column=Column(Instant))
    snoozed_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    resolved_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    resolve_reason: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default="")
    )
    last_message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    last_text: str = Field(default="", sa_column=Column(Text, nullable=False))
    last_direction: str = Field(default="", sa_column=Column(Text, nullable=False))
    last_author: str = Field(default="", sa_column=Column(Text, nullable=False))
    last_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    last_inbound_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    next_seq: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    in_count: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    bot_silence: str = Field(
        default=BotSilence.NONE, sa_column=Column(Text, nullable=False, server_default="")
    )
    campaign_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    campaign_message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    campaign_until: datetime | None = Field(default=None, sa_column=Column(Instant))


class Message(SQLModel, table=True):
    """An entry of a conversation, either way. `seq` is commit order, given under the conversation's row."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("direction", Direction),
        Index("message_seq", "conversation_id", "seq", unique=True),
        Index(
            "message_external",
            "conversation_id",
            "external_id",
            unique=True,
            **only_where("external_id IS NOT NULL"),
        ),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    conversation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("conversation.id"), nullable=False)
    )
    seq: int = Field(sa_column=Column(Integer, nullable=False))
    direction: str = Field(sa_column=Column(Text, nullable=False))
    author_kind: str = Field(sa_column=Column(Text, nullable=False))
    author_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    author_name: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    external_id: str | None = Field(default=None, sa_column=Column(Text))
    campaign_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    platform_time: datetime = Field(sa_column=Column(Instant, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    edited_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    versions: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))


Index(
    "message_odd",
    col(Message.id),
    sqlite_where=is_odd(col(Message.text), is_sqlite=True),
    postgresql_where=is_odd(col(Message.text), is_sqlite=False),
)


class MessageVersion(SQLModel, table=True):
    """What a message said before an edit."""

    __tablename__ = "message_version"
    __table_args__ = (Index("message_version_at", "message_id", "at", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    message_id: int = Field(sa_column=Column(BigInteger, ForeignKey("message.id"), nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class ReadMark(SQLModel, table=True):
    """How many inbound messages of a conversation a colleague has seen."""

    __tablename__ = "read_mark"

    conversation_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("conversation.id"), primary_key=True, autoincrement=False
        )
    )
    user_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    in_count: int = Field(sa_column=Column(Integer, nullable=False))


class QuickReply(SQLModel, table=True):
    """A text kept for the composer; without an owner it is everybody's."""

    __tablename__ = "quick_reply"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    shortcut: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    owner_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    shared: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
