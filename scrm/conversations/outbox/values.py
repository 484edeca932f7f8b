"""A delivery to read."""

from dataclasses import dataclass
from datetime import datetime

from scrm.conversations.reading.values import ChannelBrief, ContactBrief


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """`reason` is a stable word, `detail` the platform's own."""

    id: str
    message_id: str
    conversation_id: str
    contact: ContactBrief
    channel: ChannelBrief
    state: str
    reason: str
    detail: str
    tries: int
    text: str
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None
