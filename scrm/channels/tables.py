"""Tables of connected accounts."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Text
from sqlmodel import Field, SQLModel

from scrm.channels.values import ChannelState
from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id


class Channel(SQLModel, table=True):
    """One connected account. `credentials` is sealed; `settings` holds nothing secret."""

    __tablename__ = "channel"
    __table_args__ = (one_of("state", ChannelState),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    platform: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    credentials: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    state: str = Field(default=ChannelState.ACTIVE, sa_column=Column(Text, nullable=False))
    paused_reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    health: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    marketing_basis: str = Field(default="opted_in", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class PullCursor(SQLModel, table=True):
    """How far a polled channel has been read; written in the commit that applies the events."""

    __tablename__ = "pull_cursor"

    channel_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("channel.id"), primary_key=True, autoincrement=False
        )
    )
    cursor: str = Field(sa_column=Column(Text, nullable=False))
