"""The words of consent."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Purpose(StrEnum):
    MARKETING = "marketing"


class SuppressionKind(StrEnum):
    """`contact` stops all of a person's addresses, `identity` only the one."""

    CONTACT = "contact"
    IDENTITY = "identity"


class Words(NamedTuple):
    """A message that may be an opt-out. `address` is `platform:external_id`."""

    text: str
    contact_id: int
    channel_id: int
    address: str
    message_id: int
    at: datetime
