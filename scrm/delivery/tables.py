"""Tables of the way out. `delivery` is the outbox; a row is one call on the platform."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import Id, Instant, Json, one_of, only_where
from scrm.kernel.ids import new_id

NOTABLE = "state IN ('unknown', 'failed', 'held', 'blocked', 'missed', 'cancelled')"
"""What a person may want to look through, few among many: a question that repeats this condition
word for word is answered from its index."""

IN_HAND = "state IN ('reserved', 'sending')"
"""What a process has in its hands, and what a crash leaves behind."""


OF_CAMPAIGN = "campaign_id IS NOT NULL"
CAMPAIGN_KEY = ("campaign_id", "occurrence_id", "step", "contact_id")
"""Nobody gets a step of an occurrence twice."""
HELD = "state = 'held' AND campaign_id IS NOT NULL"
WAITS = "state IN ('queued', 'held') AND campaign_id IS NOT NULL"
"""What a campaign has given to the outbox, and nobody has begun."""


class Delivery(SQLModel, table=True):
    """One part of one message on its way to one identity; `lane` is kept as its place in the order.

    Of a campaign's message the first part alone says so: what has begun goes on without another look.
    From `late_at` on it does not begin any more.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        one_of("state", DeliveryState),
        Index("delivery_part", "message_id", "part", unique=True),
        Index(
            "delivery_due",
            "channel_id",
            "lane",
            "due_at",
            "message_id",
            "part",
            **only_where("state = 'queued'"),
        ),
        Index(
            "delivery_unfinished",
            "identity_id",
            "message_id",
            "part",
            **only_where("state IN ('queued', 'reserved', 'sending')"),
        ),
        Index(
            "delivery_external",
            "external_id",
            "channel_id",
            **only_where("external_id IS NOT NULL"),
        ),
        Index("delivery_attention", "state", "id", **only_where(NOTABLE)),
        Index("delivery_queued", "id", **only_where("state = 'queued'")),
        Index("delivery_in_hand", "state", "id", **only_where(IN_HAND)),
        Index("delivery_taken", "channel_id", "id", **only_where("external_id IS NOT NULL")),
        Index(
            "delivery_of_campaign",
            *CAMPAIGN_KEY,
            unique=True,
            **only_where(OF_CAMPAIGN),
        ),
        Index("delivery_of_contact", "contact_id", "id", **only_where(OF_CAMPAIGN)),
        Index("delivery_held", "due_at", "id", **only_where(HELD)),
        Index("delivery_late", "late_at", "id", **only_where(WAITS)),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    part: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    identity_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("identity.id"), nullable=False)
    )
    channel_id: int = Field(sa_column=Column(BigInteger, ForeignKey("channel.id"), nullable=False))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    recipient: str = Field(sa_column=Column(Text, nullable=False))
    thread_key: str = Field(default="", sa_column=Column(Text, nullable=False))
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    lane: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    state: str = Field(default=DeliveryState.QUEUED, sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    tries: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    lease_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    worker: str = Field(default="", sa_column=Column(Text, nullable=False))
    external_id: str | None = Field(default=None, sa_column=Column(Text))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    campaign_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    occurrence_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    step: int | None = Field(default=None, sa_column=Column(Integer))
    version_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    late_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Attempt(SQLModel, table=True):
    """One try, committed before the socket is touched; without an outcome, its process died."""

    __tablename__ = "attempt"
    __table_args__ = (Index("attempt_of_delivery", "delivery_id", "started_at"),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    delivery_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("delivery.id"), nullable=False)
    )
    started_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    outcome: str = Field(default="", sa_column=Column(Text, nullable=False))
    code: str = Field(default="", sa_column=Column(Text, nullable=False))
    external_id: str = Field(default="", sa_column=Column(Text, nullable=False))
    worker: str = Field(default="", sa_column=Column(Text, nullable=False))


class UnmatchedReceipt(SQLModel, table=True):
    """A receipt that came before we knew the message's id; kept seven days and matched then."""

    __tablename__ = "unmatched_receipt"
    __table_args__ = (Index("unmatched_receipt_for", "external_id", "channel_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    channel_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    external_id: str = Field(sa_column=Column(Text, nullable=False))
    receipt: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
