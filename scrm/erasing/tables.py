"""Tables of erasing."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json
from scrm.kernel.ids import new_id


class Erasure(SQLModel, table=True):
    """A line of the ledger: whose data was removed, when, by whom and how much. It is kept as proof
    and says nothing of the person."""

    __tablename__ = "erasure"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    what: dict[str, int] = Field(sa_column=Column(Json, nullable=False))
