"""Tables of staff. Secrets are kept as hashes only."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from scrm.kernel.columns import Id, Instant, Json, one_of
from scrm.kernel.ids import new_id
from scrm.staff.values import LinkKind, Role


class User(SQLModel, table=True):
    """A colleague; without a password hash, invited and not in yet."""

    __tablename__ = "staff_user"
    __table_args__ = (one_of("role", Role), Index("staff_user_email", "email", unique=True))

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    email: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(default="", sa_column=Column(Text, nullable=False))
    role: str = Field(sa_column=Column(Text, nullable=False))
    password_hash: str = Field(default="", sa_column=Column(Text, nullable=False))
    locale: str = Field(default="", sa_column=Column(Text, nullable=False))
    photo: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """The SHA-256 of a picture on the shelf."""
    away: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    preferences: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False)
    )
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    last_seen: datetime | None = Field(default=None, sa_column=Column(Instant))
    disabled_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class SignIn(SQLModel, table=True):
    """A browser's session."""

    __tablename__ = "staff_session"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    token_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    csrf: str = Field(sa_column=Column(Text, nullable=False))
    user_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("staff_user.id"), nullable=False, index=True)
    )
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class ApiToken(SQLModel, table=True):
    """A script's key; `name` is what people know it by, `scopes` what it may do."""

    __tablename__ = "api_token"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    token_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class OneTimeLink(SQLModel, table=True):
    """A link that opens the door once: first start, invitation, lost password."""

    __tablename__ = "one_time_link"
    __table_args__ = (one_of("kind", LinkKind),)

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    token_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    user_id: int = Field(sa_column=Column(BigInteger, ForeignKey("staff_user.id"), nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class AuditLine(SQLModel, table=True):
    """Who did what; each line's hash covers the one before, so that a gap shows."""

    __tablename__ = "audit"

    id: int = Field(default_factory=new_id, sa_column=Column(Id, primary_key=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    actor: str = Field(sa_column=Column(Text, nullable=False))
    action: str = Field(sa_column=Column(Text, nullable=False))
    target: str = Field(default="", sa_column=Column(Text, nullable=False))
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    prev_hash: str = Field(sa_column=Column(Text, nullable=False))
    hash: str = Field(sa_column=Column(Text, nullable=False))
