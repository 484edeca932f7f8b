"""Tables of responses."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from campaigns.responses.values import ResponseKind
from scrm.kernel.columns import Instant, one_of, only_where


class CampaignResponse(SQLModel, table=True):
    """That somebody did something with a message, how often, and when first and last. What it was that
    they wrote stands in their conversation: `reply_id` is the first."""

    __tablename__ = "campaign_response"
    __table_args__ = (
        one_of("kind", ResponseKind),
        Index(
            "campaign_response_reply",
            *("occurrence_id", "reply_id"),
            **only_where("reply_id IS NOT NULL"),
        ),
    )

    occurrence_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    step: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    contact_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    what: str = Field(default="", sa_column=Column(Text, primary_key=True))
    campaign_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    count: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    first_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    last_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    reply_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    conversation_id: int | None = Field(default=None, sa_column=Column(BigInteger))
