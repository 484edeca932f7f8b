"""The words of merging."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MergedView:
    """How many people have the other tag by this call, and how many still have the one that goes.
    With none `left` it is put away."""

    moved: int
    left: int
