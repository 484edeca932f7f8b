"""The words of touching."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Touches:
    """What can change the answer: facts of these kinds, where they are `contact.updated` or of a tag
    then only those that name one of `attributes` or `tags`; and `by_time`, the passing of time."""

    events: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    by_time: bool = False
