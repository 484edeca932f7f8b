"""When a reaction that failed is tried again. Pure."""

from datetime import timedelta

MOST_TRIES = 8
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after the `tries`-th failure (from 1); None where it was the last."""
    if tries >= MOST_TRIES:
        return None
    whole: timedelta = min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)
    return whole
