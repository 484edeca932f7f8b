"""The words of staff: roles, and what each may do."""

from enum import StrEnum


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
