"""The words of staff: roles, and what each may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What an API token may do. `admin` is what only owners and admins may."""

    READ = "read"
    WRITE = "write"
    SEND = "send"
    ADMIN = "admin"


class LinkKind(StrEnum):
    """Why somebody holds a one-time link."""

    SETUP = "setup"
    SIGN_IN = "sign_in"
    INVITE = "invite"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class UserView:
    """A colleague to read. `pending`: invited, and not in yet."""

    id: str
    email: str
    name: str
    role: str
    locale: str
    photo: str
    away: bool
    disabled: bool
    pending: bool
    last_seen: datetime | None
    preferences: dict[str, Any] | None = None
    """Only to the person itself."""


@dataclass(frozen=True, slots=True)
class MeView:
    """Who I am, what I may do, and the token that my writes must carry."""

    user: UserView | None
    name: str
    csrf: str
    roles: list[str]
    can: list[str]


@dataclass(frozen=True, slots=True)
class AgentView:
    id: str
    name: str
    away: bool
    photo: str


@dataclass(frozen=True, slots=True)
class InvitedView:
    """The link opens the door once, within a day; show it to the colleague only."""

    user: UserView
    invite_url: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a one-time link is for."""

    kind: str
    email: str
    name: str
    needs_password: bool
