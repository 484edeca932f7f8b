"""The table of segments."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, only_where
from scrm.kernel.ids import new_id


class Segment(SQLModel, table=True):
    """A question about people. `definition` is a condition's JSON; an archived one gives its name
    free. `unkept` says why its people are not kept, where that failed."""

    __tablename__ = "segment"
    __table_args__ = (
        Index("segment_name", "name", unique=True, **only_where("archived_at IS NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    unkept: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
