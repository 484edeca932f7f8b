"""The words of sending windows."""

from dataclasses import dataclass
from datetime import datetime, time

from scrm.scheduling.values import EVERY_DAY, Weekday


@dataclass(frozen=True, slots=True)
class Window:
    """Local times in which marketing may be sent: from `opens` on, to `closes` and not at it. One
    that closes before it opens, or when it opens, closes on the next day. `weekdays` are those on
    which it opens."""

    opens: time
    closes: time
    weekdays: frozenset[Weekday] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Span:
    """Moments in UTC, without `ends` itself."""

    begins: datetime
    ends: datetime
