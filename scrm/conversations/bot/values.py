"""The words of who answers."""

from dataclasses import dataclass

from scrm.conversations.values import Author
from scrm.teams.values import TeamBrief


@dataclass(frozen=True, slots=True)
class HandOver:
    """A call for a person: why, what was said until then, and whom or for which team, where somebody
    is named."""

    why: str
    summary: str
    to: Author | None = None
    team: TeamBrief | None = None
