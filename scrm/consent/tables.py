"""Tables of consent."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json
from scrm.kernel.ids import new_id


class Suppression(SQLModel, table=True):
    """Do not write to this person (or this one address), for this purpose, and why.

    `key` is a keyed hash of the subject: it outlives the person's erasure without naming anybody.
    """

    __tablename__ = "suppression"
    __table_args__ = (Index("suppression_subject", "key", "kind", "purpose", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    contact_id: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))
    channel_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    purpose: str = Field(sa_column=Column(Text, nullable=False))
    why: str = Field(sa_column=Column(Text, nullable=False))
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    effective_at: datetime = Field(sa_column=Column(Instant, nullable=False))
