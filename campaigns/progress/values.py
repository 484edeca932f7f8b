"""What is asked of a campaign's rows to say how it stands."""

from typing import NamedTuple


class Facts(NamedTuple):
    """`wish` is kept; the rest is so or not: an occurrence is still to come, or should have begun by
    now; somebody's fate is open, among the recipients or in the outbox; nothing ever
    went to anybody, for all its occurrences were missed, or all their people: asked only where nothing
    is planned or open."""

    wish: str
    is_planned: bool
    is_due: bool
    is_open: bool
    was_missed: bool
