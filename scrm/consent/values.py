"""The words of consent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
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


class Pressed(NamedTuple):
    """That somebody pressed the button behind the link of a message of ours. `address` is
    `platform:external_id`, and `of` says whose message it was."""

    contact_id: int
    channel_id: int
    address: str
    message_id: int
    of: Mapping[str, str]


OPT_OUT_WORD, OPT_OUT_LINK = "opt_out_word", "opt_out_link"
"""By which act of their own somebody ended it."""
UNDONE_WITHIN = timedelta(minutes=30)
"""How long a press is a mistake that can be taken back."""
AGAIN = "again"
"""In the evidence of a press: the link of another message was pressed after it."""
