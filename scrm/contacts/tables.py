"""Tables of people and their addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel, col

from scrm.kernel.columns import Id, Instant, Json, only_where
from scrm.kernel.ids import new_id
from scrm.kernel.oddness import is_odd, is_odd_document


class Contact(SQLModel, table=True):
    """A person. When last seen is read off the identities, so that a message costs no second write.

    `joined_into` is whom this one turned out to be, through however many joinings: such a contact
    is an empty shell that links lead on from, until it is separated again.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("contact_joined", "joined_into", **only_where("joined_into IS NOT NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(default="", sa_column=Column(Text, nullable=False))
    photo: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    locale: str = Field(default="", sa_column=Column(Text, nullable=False))
    zone: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    owner_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    stage: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    attributes: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    first_seen: datetime = Field(sa_column=Column(Instant, nullable=False))
    erased_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    joined_into: int | None = Field(default=None, sa_column=Column(BigInteger))


def has_odd_words(*, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether what every person has may be odd: as the index has it."""
    own = col(Contact.name).concat(col(Contact.stage))
    return is_odd(own.concat(col(Contact.locale)).concat(col(Contact.zone)), is_sqlite=is_sqlite)


def has_odd_attributes(*, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether an attribute may be an odd text, or a list: as the index has it."""
    return is_odd_document(col(Contact.attributes), is_sqlite=is_sqlite)


for _name, _is_odd in (("contact_odd", has_odd_words), ("contact_said_oddly", has_odd_attributes)):
    Index(
        _name,
        col(Contact.id),
        sqlite_where=_is_odd(is_sqlite=True),
        postgresql_where=_is_odd(is_sqlite=False),
    )


class Identity(SQLModel, table=True):
    """A person's address on one channel. The unique key leads with the address: see performance.md A4.

    `home_id` is whose it was before any joining; None where it never moved.
    """

    __tablename__ = "identity"
    __table_args__ = (
        Index("identity_address", "external_id", "channel_id", unique=True),
        Index("identity_of_contact", "contact_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    channel_id: int = Field(sa_column=Column(BigInteger, ForeignKey("channel.id"), nullable=False))
    external_id: str = Field(sa_column=Column(Text, nullable=False))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    display: str = Field(default="", sa_column=Column(Text, nullable=False))
    username: str = Field(default="", sa_column=Column(Text, nullable=False))
    verified: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    verified_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    unreachable_since: datetime | None = Field(default=None, sa_column=Column(Instant))
    unreachable_reason: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default="")
    )
    last_inbound_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    home_id: int | None = Field(default=None, sa_column=Column(BigInteger))


class ContactPoint(SQLModel, table=True):
    """A phone, a mail address or a platform's common id; unique only where it is verified.

    `home_id` is whose it was before any joining; None where it never moved.
    """

    __tablename__ = "contact_point"
    __table_args__ = (
        Index(
            "contact_point_verified",
            "kind",
            "value",
            unique=True,
            **only_where("verified_by <> ''"),
        ),
        Index("contact_point_of_contact", "contact_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=Column(Text, nullable=False))
    verified_by: str = Field(default="", sa_column=Column(Text, nullable=False))
    home_id: int | None = Field(default=None, sa_column=Column(BigInteger))
