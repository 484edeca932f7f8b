"""Tables of visitors. A token is kept as its hash only."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json
from scrm.kernel.ids import new_id


class Visitor(SQLModel, table=True):
    """A browser that wrote from a website, or whose person the site has signed. `address` is its
    identity's `external_id` on the channel: several browsers of one signed-in person have the same.
    `name` is what it calls itself."""

    __tablename__ = "visitor"
    __table_args__ = (
        Index("visitor_token", "token_hash", unique=True),
        Index("visitor_address", "address", "channel_id"),
        Index("visitor_expiry", "expires_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    channel_id: int = Field(sa_column=Column(BigInteger, ForeignKey("channel.id"), nullable=False))
    token_hash: str = Field(sa_column=Column(Text, nullable=False))
    address: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    name: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    locale: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    page_url: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    page_title: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    referrer: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    campaign: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    visits: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    first_seen: datetime = Field(sa_column=Column(Instant, nullable=False))
    last_seen: datetime = Field(sa_column=Column(Instant, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    blocked_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class VisitorAccount(SQLModel, table=True):
    """At which address a person of the customer's site is, by the `sub` that the site signs."""

    __tablename__ = "visitor_account"
    __table_args__ = (Index("visitor_account_at", "address", "channel_id", unique=True),)

    channel_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("channel.id"), primary_key=True, autoincrement=False
        )
    )
    subject: str = Field(sa_column=Column(Text, primary_key=True))
    address: str = Field(sa_column=Column(Text, nullable=False))


class Rating(SQLModel, table=True):
    """What a visitor said of a conversation, once for each time that it was resolved."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="rating_score"),)

    conversation_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("conversation.id"), primary_key=True, autoincrement=False
        )
    )
    resolved_at: datetime = Field(sa_column=Column(Instant, primary_key=True))
    score: int = Field(sa_column=Column(Integer, nullable=False))
    comment: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Mailbox(SQLModel, table=True):
    """How many messages an identity has been given to see, and how many it has read. The row is
    locked while a place is given: places have no gaps and are committed in their order."""

    __tablename__ = "visitor_mailbox"

    identity_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("identity.id"), primary_key=True, autoincrement=False
        )
    )
    last_place: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    read_place: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class Mail(SQLModel, table=True):
    """A message's place among all that an identity sees: the `seq` of the visitors' protocol.

    A conversation's own numbers would not do: a message that is sent later than it was written
    (scheduled, held, queued while the channel was paused) has one that was passed already.
    """

    __tablename__ = "visitor_mail"
    __table_args__ = (Index("visitor_mail_of", "message_id", unique=True),)

    identity_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("identity.id"), primary_key=True, autoincrement=False
        )
    )
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
