"""The durable queue of what platforms told us, raw."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from scrm.intake.values import IntakeState
from scrm.kernel.columns import Id, Instant, one_of, only_where
from scrm.kernel.ids import new_id


class IntakeEvent(SQLModel, table=True):
    """One event as it came. The unique key is what makes a repetition harmless."""

    __tablename__ = "intake_event"
    __table_args__ = (
        one_of("state", IntakeState),
        Index("intake_event_key", "external_id", "channel_id", unique=True),
        Index("intake_event_kept", "channel_id", "order_key", "id", **only_where("state = 'kept'")),
        Index("intake_event_waiting", "id", **only_where("state = 'kept'")),
        Index("intake_event_dead", "id", **only_where("state = 'dead'")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    channel_id: int = Field(sa_column=Column(BigInteger, ForeignKey("channel.id"), nullable=False))
    external_id: str = Field(sa_column=Column(Text, nullable=False))
    order_key: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    state: str = Field(sa_column=Column(Text, nullable=False))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    due_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
