"""Tables of imports: the work to do, and where each chat from elsewhere went."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.imports.values import ImportState
from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id


class ImportJob(SQLModel, table=True):
    """One file to bring in. `done_line` and the counters move in the commit that adds the messages,
    so that a crash neither loses nor doubles a count."""

    __tablename__ = "import_job"
    __table_args__ = (one_of("state", ImportState),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    file_name: str = Field(sa_column=Column(Text, nullable=False))
    file: str = Field(sa_column=Column(Text, nullable=False))
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    answers: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    state: str = Field(default=ImportState.QUEUED, sa_column=Column(Text, nullable=False))
    question: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    progress: float = Field(default=0.0, sa_column=Column(Float, nullable=False))
    done_line: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    added: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    already: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    report: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    error: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    channel_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    conversation_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    lease_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    started_by: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class ImportArchive(SQLModel, table=True):
    """The thread of a chat that was imported. `me` is whose phone the export came from."""

    __tablename__ = "import_archive"
    __table_args__ = (Index("import_archive_thread", "conversation_id", unique=True),)

    channel_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("channel.id"), primary_key=True, autoincrement=False
        )
    )
    conversation_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("conversation.id"), nullable=False)
    )
    kind: str = Field(sa_column=Column(Text, nullable=False))
    me: str = Field(default="", sa_column=Column(Text, nullable=False))
