"""Tables of the bot."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.bots.values import BotState
from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id


def _conversation() -> Column[int]:
    key = ForeignKey("conversation.id")
    return Column(BigInteger, key, primary_key=True, autoincrement=False)


class BotRow(SQLModel, table=True):
    """The organisation's bot, of which there is one: `definition` is what is being written,
    `version` the number of what is published."""

    __tablename__ = "bot"
    __table_args__ = (one_of("state", BotState),)

    id: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    state: str = Field(default=BotState.DRAFT, sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class BotVersion(SQLModel, table=True):
    """What was published once. It is never changed."""

    __tablename__ = "bot_version"

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    published_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    published_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class BotTurn(SQLModel, table=True):
    """It is the bot's turn in a conversation, as soon as the person has written to the end. `since`
    is when they began; the message is the last one."""

    __tablename__ = "bot_turn"
    __table_args__ = (Index("bot_turn_due", "channel_id", "due_at"),)

    conversation_id: int = Field(sa_column=_conversation())
    channel_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    event_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    depth: int = Field(sa_column=Column(Integer, nullable=False))
    since: datetime = Field(sa_column=Column(Instant, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class BotTalk(SQLModel, table=True):
    """How the bot's talk with a person goes. No event up to `event_id` is answered again; `recent`
    holds the times of its last answers, in microseconds; `said_id` is the last of them, and `menu`
    the choices that it offers, as pairs of label and value."""

    __tablename__ = "bot_talk"

    conversation_id: int = Field(sa_column=_conversation())
    event_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    has_spoken: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    in_row: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    misunderstood: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    said_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    menu: list[list[str]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    recent: list[int] = Field(default_factory=list, sa_column=Column(Json, nullable=False))


class BotMissed(SQLModel, table=True):
    """A sentence that nothing answered, once for each conversation in which it was said; `key` is
    its folded form, by which those of several people are one; `lessons` are those that changed the
    draft, and can be taken back."""

    __tablename__ = "bot_missed"
    __table_args__ = (
        Index("bot_missed_once", "conversation_id", "key", unique=True),
        Index("bot_missed_key", "key"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    conversation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("conversation.id"), nullable=False)
    )
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    times: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    lessons: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default="[]")
    )


class BotCount(SQLModel, table=True):
    """How often a responder did something on a day of the organisation's; it names nobody."""

    __tablename__ = "bot_count"

    day: str = Field(sa_column=Column(Text, primary_key=True))
    responder: str = Field(sa_column=Column(Text, primary_key=True))
    outcome: str = Field(sa_column=Column(Text, primary_key=True))
    number: int = Field(default=0, sa_column=Column(Integer, nullable=False))
