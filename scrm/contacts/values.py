"""The words of contacts."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Known(NamedTuple):
    """Where an address on a channel leads. `is_new` when this unit of work made the person."""

    identity_id: int
    contact_id: int
    name: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A person of imported history: the address there, and when the first and last message came."""

    address: str
    name: str
    first: datetime
    last: datetime
