"""The words of consent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    MARKETING = "marketing"


class SuppressionKind(StrEnum):
    """`contact` stops all of a person's addresses, `identity` only the one."""

    CONTACT = "contact"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Words:
    """A message that may be an opt-out. `address` is `platform:external_id`."""

    text: str
    contact_id: int
    channel_id: int
    address: str
    message_id: int
    at: datetime
