"""Reading facts: what counts against a cap, how people are spread, where they may be. Pure."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaigns.deciding.values import Taken
from campaigns.facts.values import Cap
from scrm.scheduling.quiet.policy import plausible_zones

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E37_79B9_7F4A_7C15


def jitter_of(seed: int, contact_id: int) -> float:
    """0 to 1, the same whenever it is asked; spread evenly, though ids follow upon each other."""
    mixed = (contact_id ^ seed * 0xBF58_476D_1CE4_E5B9) * _GOLDEN & _WORD
    mixed = (mixed ^ mixed >> 29) * _GOLDEN & _WORD
    return (mixed >> 11) / (1 << 53)


def taken(cap: Cap, times: Sequence[datetime], now: datetime, unsure: int = 0) -> Taken:
    """What counts against a cap, of messages that went at `times`, in their order, and of those that
    may go yet, `unsure`. There is room when so many of them have left the period that fewer than the
    most are in it; where only what is unsure fills it nobody can say when."""
    since = now - cap.period
    within = [at for at in times if at > since]
    over = len(within) - cap.most
    room_at = within[over] + cap.period if 0 <= over < len(within) else None
    return Taken(len(within) + unsure, room_at)


@lru_cache(4_096)
def zones_of(said: str, organisation: str) -> tuple[ZoneInfo, ...]:
    """Where somebody may be who says so or does not, and whose number tells nothing."""
    return plausible_zones(said, (), (organisation,))
