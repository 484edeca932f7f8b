"""Tables of joining."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, only_where
from scrm.kernel.ids import new_id


class Joining(SQLModel, table=True):
    """`other` turned out to be `survivor`. The live ones are a forest: a contact is joined into one
    other at most, which may itself be joined into a third.

    `identities` and `points` are what moved, `taken` the values that the survivor lacked; those
    that were given back meanwhile are gone from it.
    """

    __tablename__ = "joining"
    __table_args__ = (
        Index("joining_live", "other_id", unique=True, **only_where("undone_at IS NULL")),
        Index("joining_of_survivor", "survivor_id"),
        Index("joining_of_other", "other_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    survivor_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    other_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    identities: list[str] = Field(sa_column=Column(Json, nullable=False))
    points: list[str] = Field(sa_column=Column(Json, nullable=False))
    evidence: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    taken: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    joined_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    undone_by: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
