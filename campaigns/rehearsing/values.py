"""The words of tests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TestView:
    """Where the message stands, and on which channel it goes."""

    message_id: str
    conversation_id: str
    channel_id: str
