"""The words of who answers."""

from dataclasses import dataclass

from scrm.conversations.values import Author


@dataclass(frozen=True, slots=True)
class HandOver:
    """A call for a person: why, what was said until then, and whom, where somebody is named."""

    why: str
    summary: str
    to: Author | None = None
