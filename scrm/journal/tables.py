"""Tables of the journal."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from scrm.journal.values import message_of
from scrm.kernel.columns import Id, Instant, Json, only_where
from scrm.kernel.ids import new_id


def _named_message(context: Any) -> int | None:
    return message_of(context.get_current_parameters()["data"])


class Event(SQLModel, table=True):
    """Something that happened. `at` is when, `recorded_at` when we learned of it. `message_id` is what
    `data` says under that name."""

    __tablename__ = "event"
    __table_args__ = (
        # A person's history, and how often what happened, without a look at the rows.
        Index("event_of_contact", "contact_id", "at", "id", "kind"),
        # Whom something happened to lately, without a look at the rows or at those who waited longer.
        Index("event_of_kind", "kind", "at", "contact_id"),
        Index("event_of_message", "message_id", **only_where("message_id IS NOT NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    contact_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    recorded_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    cause: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    depth: int = Field(default=0, nullable=False)
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    message_id: int | None = Field(
        default=None, sa_column=Column(BigInteger, default=_named_message)
    )
