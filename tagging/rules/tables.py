"""Tables of rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, one_of, only_where
from scrm.kernel.ids import new_id
from tagging.rules.values import RuleState


class RuleRow(SQLModel, table=True):
    """A rule: `definition` is what is being written, `version` the number of what is published."""

    __tablename__ = "rule"
    __table_args__ = (
        one_of("state", RuleState),
        Index("rule_name", "name", unique=True, **only_where("state <> 'archived'")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(default=RuleState.DRAFT, sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class RuleVersion(SQLModel, table=True):
    """What was published once. It is never changed."""

    __tablename__ = "rule_version"
    __table_args__ = (Index("rule_version_number", "rule_id", "number", unique=True),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    rule_id: int = Field(sa_column=Column(BigInteger, ForeignKey("rule.id"), nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    definition: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    published_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    published_by: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
