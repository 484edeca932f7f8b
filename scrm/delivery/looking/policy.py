"""What becomes of a message of which the last look did not say that it may go. Pure."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from scrm.delivery.values import LOOK_FAILED, DeliveryState, Fate, LastWord

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""When something comes back that has to be released."""
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
MOMENT = timedelta(seconds=1)
"""Nothing comes back sooner: a look that names a time gone by would be asked without end."""


class Aside(NamedTuple):
    """How a delivery stands that does not go now."""

    state: DeliveryState
    due_at: datetime
    finished_at: datetime | None = None


_ENDS = {Fate.BLOCKED: DeliveryState.BLOCKED, Fate.MISSED: DeliveryState.MISSED}


def is_late(late_at: datetime | None, now: datetime) -> bool:
    return late_at is not None and late_at <= now


def aside(word: LastWord, due_at: datetime, late_at: datetime | None, now: datetime) -> Aside:
    """`due_at` is when it was due, and at `late_at` it is too late. What comes later without a time is
    held."""
    if word.fate in _ENDS:
        return Aside(_ENDS[word.fate], due_at, now)
    if word.fate is Fate.ELSEWHERE:
        return Aside(DeliveryState.QUEUED, now + MOMENT)
    waits = word.fate is Fate.LATER and word.until is not None
    state = DeliveryState.QUEUED if waits else DeliveryState.HELD
    until = FAR if word.until is None else max(word.until, now + MOMENT)
    return Aside(state, until if late_at is None else min(until, late_at))


def after_failure(detail: str, error: Exception, now: datetime) -> tuple[LastWord, str]:
    """What is said of a message at which a look went wrong, and the detail that counts how often."""
    times = failures(detail) + 1
    wait = min(FIRST_PAUSE * 2 ** min(times - 1, 20), LONGEST_PAUSE)
    return LastWord(Fate.LATER, LOOK_FAILED, now + wait), f"{times}: {type(error).__name__}"


def failures(detail: str) -> int:
    count = detail.partition(":")[0]
    return int(count) if count.isdecimal() else 0
