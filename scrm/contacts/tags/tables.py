"""Tables of tags."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, only_where
from scrm.kernel.ids import new_id


class Tag(SQLModel, table=True):
    """A word that people may be tagged with. `group` gathers words that belong together.
    `merging_into`: some who had it have that tag instead by now, and others not yet."""

    __tablename__ = "tag"
    __table_args__ = (Index("tag_name", "name", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    group: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    merging_into: int | None = Field(default=None, sa_column=Column(BigInteger))


class ContactTag(SQLModel, table=True):
    """A tag that a person has, or had. It holds from `since` up to `until` or `removed_at`,
    whichever comes first, and no longer at that instant.

    It stays with the contact to which it was given; who joined others has theirs too.
    """

    __tablename__ = "contact_tag"
    __table_args__ = (
        Index(
            "contact_tag_live",
            "contact_id",
            "tag_id",
            unique=True,
            **only_where("removed_at IS NULL"),
        ),
        Index(
            "contact_tag_lapsing",
            "until",
            **only_where("removed_at IS NULL AND until IS NOT NULL"),
        ),
        Index("contact_tag_of_contact", "contact_id"),
        Index("contact_tag_of_tag", "tag_id", "contact_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    contact_id: int = Field(sa_column=Column(BigInteger, ForeignKey("contact.id"), nullable=False))
    tag_id: int = Field(sa_column=Column(BigInteger, ForeignKey("tag.id"), nullable=False))
    set_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    evidence: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    since: datetime = Field(sa_column=Column(Instant, nullable=False))
    until: datetime | None = Field(default=None, sa_column=Column(Instant))
    removed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    confidence: float = Field(
        default=1.0, sa_column=Column(Double, nullable=False, server_default="1")
    )
