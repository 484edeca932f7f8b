"""People to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ContactView:
    id: str
    name: str
    photo: str
    locale: str
    zone: str
    owner_id: str | None
    stage: str
    attributes: dict[str, Any]
    first_seen: datetime
    last_seen: datetime | None
    joined_into: str | None
    """Who this one turned out to be: everything about them is found there."""


@dataclass(frozen=True, slots=True)
class ChannelName:
    id: str
    name: str
    platform: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A phone, a mail address or a common id; `verified` where the person has proved it, else they
    only said so."""

    kind: str
    value: str
    verified: bool


@dataclass(frozen=True, slots=True)
class IdentityView:
    id: str
    channel_id: str
    channel: ChannelName
    external_id: str
    display: str
    username: str
    reachable: bool
    unreachable_since: datetime | None
    unreachable_reason: str
    verified: str
    last_inbound_at: datetime | None
    home_id: str | None
    """The contact from which a joining brought it; null where it was always this one's."""


@dataclass(frozen=True, slots=True)
class ReachView:
    """Whether we can write to a person on a channel; `why` is ok, blocked, paused, failing or
    archive."""

    channel_id: str
    channel: ChannelName
    identity_id: str
    can: bool
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class HappenedView:
    """An entry of the timeline."""

    id: str
    kind: str
    at: datetime
    data: dict[str, Any]
