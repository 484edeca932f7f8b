"""Tables of templates."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json
from scrm.kernel.ids import new_id


class Template(SQLModel, table=True):
    """`draft` is the message as it is being written, `version_id` what campaigns may take. `edition`
    counts the changes of name and draft."""

    __tablename__ = "template"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    draft: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    edition: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    version_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    created_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class TemplateVersion(SQLModel, table=True):
    """What was published once. It is never changed, and never goes: campaigns name it."""

    __tablename__ = "template_version"
    __table_args__ = (Index("template_version_number", "template_id", "number", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    template_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("template.id"), nullable=False)
    )
    number: int = Field(sa_column=Column(Integer, nullable=False))
    message: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    made_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    made_at: datetime = Field(sa_column=Column(Instant, nullable=False))
