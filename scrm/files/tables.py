"""Tables of files."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.files.values import FileState
from scrm.kernel.columns import Id, Instant, one_of, only_where
from scrm.kernel.ids import new_id


class Attachment(SQLModel, table=True):
    """A file of a message. Its bytes lie once under their hash, however often it was sent."""

    __tablename__ = "attachment"
    __table_args__ = (
        one_of("state", FileState),
        Index(
            "attachment_pending",
            "due_at",
            **only_where("state = 'pending'"),
        ),
        Index("attachment_hash", "sha256"),
        Index("attachment_unsent", "created_at", **only_where("message_id IS NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(default="", sa_column=Column(Text, nullable=False))
    media_type: str = Field(default="", sa_column=Column(Text, nullable=False))
    size: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    width: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    height: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    duration: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    sha256: str = Field(default="", sa_column=Column(Text, nullable=False))
    channel_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    reference: str = Field(default="", sa_column=Column(Text, nullable=False))
    conversation_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    uploaded_by: str = Field(default="", sa_column=Column(Text, nullable=False))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    due_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class UnneededFile(SQLModel, table=True):
    """Bytes on the shelf that may be needed by nobody any more, to be looked at and taken off."""

    __tablename__ = "unneeded_file"

    sha256: str = Field(sa_column=Column(Text, primary_key=True))
