"""Ways to answer, to read."""

from dataclasses import dataclass

from scrm.conversations.reading.values import ChannelBrief


@dataclass(frozen=True, slots=True)
class WayView:
    """An address of the person. `can` and `why` (ok, blocked, paused, failing or archive) are what
    `reachability` says of it; `conversation_id` is where one writes to it, null where nobody has.
    `current` is the one that this conversation is held on."""

    identity_id: str
    channel_id: str
    channel: ChannelBrief
    display: str
    conversation_id: str | None
    current: bool
    can: bool
    why: str
    text: str
