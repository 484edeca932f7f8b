"""Tables of watching."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Instant, one_of, only_where
from tagging.watching.values import FillingState


class Watched(SQLModel, table=True):
    """Somebody of whom an owner's condition holds, `since` then, or may hold when the time has come.

    `owner_id` is a rule's or a segment's. Nobody is here of whom it does not hold and time alone will
    not change that. Who is joined into another keeps his row; it counts again when they are parted.
    """

    __tablename__ = "watched"
    __table_args__ = (
        Index("watched_due", "due_at", **only_where("due_at IS NOT NULL")),
        Index("watched_contact", "contact_id"),
    )

    owner_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    contact_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("contact.id"), primary_key=True, autoincrement=False
        )
    )
    since: datetime | None = Field(default=None, sa_column=Column(Instant))
    due_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Filling(SQLModel, table=True):
    """Everybody is looked at once for an owner, in pieces: those behind `after_id` are still to come,
    up to `last_id`. Place and counts move in the commit that does the work. With `acts` what begins
    to hold by it is acted upon."""

    __tablename__ = "filling"
    __table_args__ = (
        one_of("state", FillingState),
        Index("filling_waiting", "started_at", **only_where("state = 'waiting'")),
    )

    owner_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    acts: bool = Field(sa_column=Column(Boolean, nullable=False))
    state: str = Field(default=FillingState.WAITING, sa_column=Column(Text, nullable=False))
    after_id: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    last_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    total: int = Field(sa_column=Column(Integer, nullable=False))
    looked_at: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    found: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    started_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Instant))
