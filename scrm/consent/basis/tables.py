"""Tables of what people allow."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from scrm.consent.basis.values import ConsentState
from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id


class Consent(SQLModel, table=True):
    """One act: somebody allowed something, or took it back; rows are only added. What stands is read
    off them, so that who is separated again has what was theirs."""

    __tablename__ = "consent"
    __table_args__ = (
        one_of("state", ConsentState),
        Index("consent_of_contact", "contact_id", "id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    purpose: str = Field(sa_column=Column(Text, nullable=False))
    channel_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    state: str = Field(sa_column=Column(Text, nullable=False))
    how: str = Field(sa_column=Column(Text, nullable=False))
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    by: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
