"""The words of giving many conversations at once."""

from typing import NamedTuple

from scrm.conversations.values import Author
from scrm.teams.values import TeamBrief


class Routed(NamedTuple):
    """Give a conversation, or with `conversation_id` None all of a person's that are not done with, to
    a colleague or a team. `cause` is a fact's, as is its `depth`."""

    contact_id: int
    conversation_id: int | None
    to: Author | TeamBrief
    by: Author
    cause: str = ""
    depth: int = 0
