"""The words of contacts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Where an address on a channel leads. `is_new` when this unit of work made the person."""

    identity_id: int
    contact_id: int
    name: str
    is_new: bool = False
