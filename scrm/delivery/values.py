"""The words of delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class DeliveryState(StrEnum):
    """`sending` is committed just before the socket is touched; what dies there is `unknown`."""

    QUEUED = "queued"
    RESERVED = "reserved"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"
    BLOCKED = "blocked"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """Who goes first when a channel is busy; lower lanes never hold up higher ones."""

    AGENT = "agent"
    BOT = "bot"
    TRANSACTIONAL = "transactional"
    CAMPAIGN = "campaign"


LANE_ORDER = {lane: place for place, lane in enumerate(Lane)}

UNFINISHED = (DeliveryState.QUEUED, DeliveryState.RESERVED, DeliveryState.SENDING)
"""States in which a delivery holds up those behind it in the same conversation."""

NOTABLE_STATES = (
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
    DeliveryState.HELD,
    DeliveryState.BLOCKED,
    DeliveryState.MISSED,
    DeliveryState.CANCELLED,
)
"""What a person may want to look through."""

IN_HAND_STATES = (DeliveryState.RESERVED, DeliveryState.SENDING)
LISTED = (*NOTABLE_STATES, DeliveryState.QUEUED, *IN_HAND_STATES)
"""States that have a list: what waits, and what ended otherwise than hoped. What arrived is in
its thread; a list of all that ever arrived would cost each message three moves in an index."""

CLIMBS_FROM = {
    DeliveryState.SENT: (DeliveryState.SENDING, DeliveryState.UNKNOWN),
    DeliveryState.DELIVERED: (
        DeliveryState.SENDING,
        DeliveryState.UNKNOWN,
        DeliveryState.SENT,
        DeliveryState.FAILED,
    ),
    DeliveryState.READ: (
        DeliveryState.SENDING,
        DeliveryState.UNKNOWN,
        DeliveryState.SENT,
        DeliveryState.DELIVERED,
        DeliveryState.FAILED,
    ),
    DeliveryState.FAILED: (
        DeliveryState.SENDING,
        DeliveryState.UNKNOWN,
        DeliveryState.SENT,
    ),
}
"""The ladder of P17: which states a receipt may lift a delivery from. A late proof that the
message arrived corrects a failure; nothing ever climbs down."""


@dataclass(frozen=True, slots=True)
class OfCampaign:
    """Of which campaign a message is: it gets one to a person for each step of an occurrence."""

    campaign_id: int
    occurrence_id: int
    step: int
    version_id: int


@dataclass(frozen=True, slots=True)
class Order:
    """A message that wants to go out. `content` is the JSON of model.md §3 with our file ids. What a
    campaign sends has an order before it has a message, under the id that this will have; from
    `late_at` on it does not go any more."""

    message_id: int
    identity_id: int
    channel_id: int
    contact_id: int
    recipient: str
    content: dict[str, Any]
    lane: Lane
    due_at: datetime
    thread_key: str = ""
    campaign: OfCampaign | None = None
    late_at: datetime | None = None


class Fate(StrEnum):
    """What a last look at a campaign's message may say."""

    GO = "go"
    LATER = "later"
    """Into the queue again, for `until`."""
    HELD = "held"
    """Kept aside until somebody releases it, and `until` where that is set."""
    BLOCKED = "blocked"
    MISSED = "missed"
    ELSEWHERE = "elsewhere"
    """On another of the person's addresses."""


@dataclass(frozen=True, slots=True)
class LastWord:
    """`reason` is a stable word; `address` the identity to which it goes instead."""

    fate: Fate
    reason: str = ""
    until: datetime | None = None
    address: int | None = None


GO = LastWord(Fate.GO)


class Due(NamedTuple):
    """A message of a campaign that is about to go, as its order had it. Whose it is, is as it is now:
    people may have been joined or separated meanwhile."""

    id: int
    message_id: int
    contact_id: int
    identity_id: int
    channel_id: int
    campaign: OfCampaign
    content: Mapping[str, Any]
    thread_key: str = ""


NO_WORD = "no_word"
"""Why a campaign's message is not sent of which nobody said that it may go."""
TOO_LATE = "too_late"
"""Why one is missed of which nothing else says what it waited for."""
EARLIER_PART = "earlier_part"
"""Why a part does not go: one before it did not arrive, or may not have."""
NO_ADDRESS = "no_address"
"""Why one is not sent that was to go to another address, which there is no more."""
LOOK_FAILED = "look_failed"
"""Why a campaign's message waits: looking at it, or writing it, went wrong."""
EARLIER_PART = "earlier_part"
"""Why what follows in a message does not go: what comes before it did not arrive, or waits."""
