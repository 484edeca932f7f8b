"""The words of taking back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakenBackView:
    """Of how many people tags were taken off by this call, and how many still have one."""

    taken: int
    left: int
