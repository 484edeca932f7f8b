"""Tables of teams."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, only_where
from scrm.kernel.ids import new_id


class Team(SQLModel, table=True):
    """A group of colleagues. One that was archived leaves its name to others."""

    __tablename__ = "team"
    __table_args__ = (
        Index("team_name", "folded", unique=True, **only_where("archived_at IS NULL")),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    folded: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class TeamMember(SQLModel, table=True):
    """Who is in which team."""

    __tablename__ = "team_member"
    __table_args__ = (Index("team_member_user", "user_id"),)

    team_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("team.id"), primary_key=True, autoincrement=False)
    )
    user_id: int = Field(
        sa_column=Column(
            BigInteger, ForeignKey("staff_user.id"), primary_key=True, autoincrement=False
        )
    )
