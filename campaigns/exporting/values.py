"""The words of exports."""

from typing import NamedTuple

AT_ONCE = 1_000
"""People who are looked up and written together: no more of them are in memory."""


class Wanted(NamedTuple):
    """Of all runs with None; an empty state and None for a reason are any."""

    occurrence: int | None
    state: str
    reason: str | None


class Export(NamedTuple):
    """What is the same for all lines: the campaign's name, its runs and the names of channels."""

    name: str
    runs: list[int]
    channels: dict[int, str]
