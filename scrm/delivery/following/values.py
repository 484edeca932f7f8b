"""The words of deliveries that follow their addresses."""

from datetime import timedelta
from typing import NamedTuple

JOINED = "joined"
"""Why one of two messages is not sent: they would reach one person."""
GIVEN_BACK_WITHIN = timedelta(hours=72)
"""How old a message may be to be sent after all, once the two are separated."""


class Sent(NamedTuple):
    """What a campaign sends to somebody, or was to. `is_moved`: to an address that goes along."""

    id: int
    state: str
    is_moved: bool = True


class Both(NamedTuple):
    """Of one step of a run what the giver has, and what the taker has."""

    givers: Sent
    takers: Sent | None


class Ways(NamedTuple):
    """What becomes of them, by their ids: those that are the taker's now; those of which giver and
    taker change places, the giver's first; and those that are not sent."""

    go: list[int]
    swap: list[tuple[int, int]]
    end: list[int]


Key = tuple[int, int, int, int]
"""Campaign, occurrence, step and contact."""
