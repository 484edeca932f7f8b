"""The words of telling visitors what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NEVER = 2**31 - 1
"""A place behind which there is nothing."""


@dataclass(frozen=True, slots=True)
class Want:
    """What the open sockets of one visitor want to know.

    `floors` are, by conversation, up to which number everything has a place, never gets one, or is
    among `waiting`: messages of ours that had not been sent. `since` is the place up to which all
    of the sockets have been told, NEVER where nobody listens; `read` is how far the visitor has
    read, where they just said so; `client_ids` are of messages that they sent and were not answered
    yet. `asks_read` where it may have changed how far we have read.
    """

    channel_id: int
    address: str
    since: int
    floors: Mapping[int, int] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    read: int = 0
    client_ids: tuple[str, ...] = ()
    asks_read: bool = True


class Receipt(NamedTuple):
    """Where a visitor's own message went."""

    place: int
    message_id: int
    at: str


class Letter(NamedTuple):
    """A message as a visitor is told it: its frame is ready to be sent. `client_id` is the
    visitor's own, "" for what we wrote."""

    place: int
    message_id: int
    client_id: str
    at: str
    frame: bytes


@dataclass(frozen=True, slots=True)
class Box:
    """How things stand with a visitor, at one moment of the database.

    `waiting` are messages of ours that are written and not sent yet; `conversation_id` is the one
    in which the visitor writes now, `resolved` the same where that is done; `read_by_us` the place up
    to which a colleague has read, 0 where that was not asked. `answered` are the visitor's own
    messages that were asked for.
    """

    identity_id: int
    floors: Mapping[int, int]
    waiting: frozenset[int]
    last_place: int
    read_place: int
    read_by_us: int
    letters: tuple[Letter, ...]
    answered: Mapping[str, Receipt]
    conversation_id: int | None = None
    resolved: int | None = None


class Conversed(NamedTuple):
    """A conversation of a visitor's; `last` is the number of its last message."""

    id: int
    state: str
    last: int


class Candidate(NamedTuple):
    """A message that has no place. `has_come` says whether it may be given one: it is the visitor's
    own, or ours and sent."""

    conversation_id: int
    seq: int
    message_id: int
    is_ours: bool
    has_come: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What a visitor finds who comes back: how many messages there are, how many of them they have
    read, and how many of ours they have not."""

    identity_id: int
    last_place: int
    read_place: int
    unread: int


class Post(NamedTuple):
    """A message's row with its place."""

    identity_id: int
    place: int
    message_id: int
    direction: str
    author_name: str
    text: str
    content: object
    external_id: str | None
    platform_time: int
    created_at: int
    photo: str


class Agent(NamedTuple):
    """Who of us answers. `photo` is an address from the chat's frame, or empty."""

    name: str
    photo: str = ""


def face(sha256: str) -> str:
    """Where a colleague's picture is, seen from the chat's frame."""
    return f"faces/{sha256}" if sha256 else ""
