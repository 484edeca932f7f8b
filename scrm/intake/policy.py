"""Decisions of intake."""

from datetime import datetime, timedelta

from scrm.intake.values import Fate, IntakeState
from scrm.kernel.redaction import cleaned

MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=1)


def after_failure(error: BaseException, *, tries: int, now: datetime) -> Fate:
    """The fate of an event whose `tries`-th try (from 1) failed: again in 1, 2, 4, 8 s, then dead.

    What it blocks, the same conversation, waits less than a minute in all (P4).
    """
    why = cleaned(f"{type(error).__name__}: {error}")[:500]
    if tries >= MOST_TRIES:
        return Fate(IntakeState.DEAD, why, tries)
    return Fate(IntakeState.KEPT, why, tries, now + FIRST_WAIT * 2 ** (tries - 1))
