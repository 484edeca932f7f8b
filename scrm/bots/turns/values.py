"""The word of the queue."""

from datetime import datetime
from typing import NamedTuple


class Turn(NamedTuple):
    """A conversation in which it is the bot's turn, taken from the queue."""

    conversation_id: int
    channel_id: int
    event_id: int
    message_id: int
    depth: int
    since: datetime
    tries: int
