"""Reactions that failed: what went well leaves no row."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.journal.reacting.values import ReactionState
from scrm.kernel.columns import Id, Instant, one_of, only_where
from scrm.kernel.ids import new_id


class Reaction(SQLModel, table=True):
    """One subscriber's handling of one event, to be tried again alone."""

    __tablename__ = "reaction"
    __table_args__ = (
        one_of("state", ReactionState),
        Index("reaction_of_event", "event_id", "subscriber", unique=True),
        Index("reaction_due", "due_at", "id", **only_where("state = 'waiting'")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    event_id: int = Field(sa_column=Column(BigInteger, ForeignKey("event.id"), nullable=False))
    subscriber: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(default=ReactionState.WAITING, sa_column=Column(Text, nullable=False))
    tries: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
