"""The words of who answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrm.conversations.values import Author
from scrm.teams.values import TeamBrief


@dataclass(frozen=True, slots=True)
class HandOver:
    """A call for a person: why, what was said until then, in words and in parts (as the note keeps
    them under `hand_over`), and whom or for which team, where somebody is named."""

    why: str
    summary: str
    brief: Mapping[str, Any]
    to: Author | None = None
    team: TeamBrief | None = None
