"""Tables of behaviour."""

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id


class ToldEvent(SQLModel, table=True):
    """By which key an event was told, so that it is not recorded twice. It is kept in the event's
    commit, and just before it, which decides between two who tell at once."""

    __tablename__ = "told_event"
    __table_args__ = (Index("told_event_key", "key", unique=True),)

    event_id: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    fingerprint: str = Field(sa_column=Column(Text, nullable=False))
