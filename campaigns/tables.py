"""Tables of campaigns."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from campaigns.deciding.values import Purpose
from campaigns.values import OPEN, RecipientState, Wish
from scrm.kernel.columns import Id, Instant, Json, one_of, only_where
from scrm.kernel.ids import new_id


class Campaign(SQLModel, table=True):
    """`draft` is what is being written, `version_id` what is in force. `name`, `purpose` and
    `template_id` are the draft's. `wish` is all that is kept of how it stands: see `campaigns.progress`."""

    __tablename__ = "campaign"
    __table_args__ = (
        one_of("purpose", Purpose),
        one_of("wish", Wish),
        Index("campaign_template", "template_id", **only_where("template_id IS NOT NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(default="", sa_column=Column(Text, nullable=False))
    purpose: str = Field(default=Purpose.MARKETING, sa_column=Column(Text, nullable=False))
    draft: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    wish: str = Field(default=Wish.NONE, sa_column=Column(Text, nullable=False))
    version_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    template_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class CampaignVersion(SQLModel, table=True):
    """What was put in force once. It is never changed. `content_hash` is the same for what says the
    same."""

    __tablename__ = "campaign_version"
    __table_args__ = (Index("campaign_version_number", "campaign_id", "number", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    campaign_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("campaign.id"), nullable=False)
    )
    number: int = Field(sa_column=Column(Integer, nullable=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    content_hash: str = Field(sa_column=Column(Text, nullable=False))
    made_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    made_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Occurrence(SQLModel, table=True):
    """One run of a campaign, which its key makes the only one of its kind. Its audience is whole, and
    may be written to, once `frozen_at` is set; `size` counts it. With the time of each person each
    moment begins by itself: those up to `begun_until` have, or were missed; without it those up to
    `frozen_at`. `turn` is given on dates of people: see `campaigns.dates`; more come in at `fill_at`."""

    __tablename__ = "campaign_occurrence"
    __table_args__ = (
        Index("campaign_occurrence_key", "campaign_id", "key", unique=True),
        Index(
            "campaign_occurrence_due",
            "due_at",
            **only_where("frozen_at IS NULL AND missed_at IS NULL"),
        ),
        Index("campaign_occurrence_fill", "fill_at", **only_where("fill_at IS NOT NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    campaign_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("campaign.id"), nullable=False)
    )
    version_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("campaign_version.id"), nullable=False)
    )
    key: str = Field(sa_column=Column(Text, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    frozen_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    missed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    begun_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    size: int | None = Field(default=None, sa_column=Column(Integer))
    turn: int | None = Field(default=None, sa_column=Column(Integer))
    fill_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Recipient(SQLModel, table=True):
    """What becomes of one message to one person. The key is the guard that nobody is written to
    twice; a million rows come in at once, so that on SQLite the key is the table itself, and nothing
    is looked up for them. `why` is a word of `campaigns.deciding.values.Why`. `due_at` is when they are
    looked at next, `late_at` when it is too late for them."""

    __tablename__ = "campaign_recipient"
    __table_args__ = (
        one_of("state", RecipientState),
        Index(
            "campaign_recipient_open",
            *("campaign_id", "due_at", "occurrence_id", "step", "contact_id"),
            **only_where(OPEN),
        ),
        Index("campaign_recipient_late", "late_at", **only_where(OPEN)),
        Index("campaign_recipient_held", "contact_id", **only_where("state = 'held'")),
        Index("campaign_recipient_message", "message_id", **only_where("message_id IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )

    occurrence_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    step: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    contact_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    campaign_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    state: str = Field(default=RecipientState.WAITING, sa_column=Column(Text, nullable=False))
    why: str = Field(default="", sa_column=Column(Text, nullable=False))
    due_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    late_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    identity_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    channel_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    version_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(Instant))
