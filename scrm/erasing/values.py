"""The words of erasing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ErasePreview:
    """How much erasing would remove: the contacts that are this person, and what was said with
    them."""

    contacts: int
    conversations: int
    messages: int


@dataclass(frozen=True, slots=True)
class ErasureView:
    """`what` counts what was removed by kind; `contact_id` is an empty row from now on."""

    id: str
    contact_id: str
    at: datetime
    by: dict[str, Any]
    reason: str
    what: dict[str, int]
