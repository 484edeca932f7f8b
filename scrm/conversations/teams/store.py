"""SQL of the conversations of teams."""

from typing import NamedTuple

from sqlalchemy import literal_column, update
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation

_LIVE = col(Conversation.state) != literal_column("'resolved'")
"""A constant in the statement: a partial index serves no bound parameter."""

_TOLD = (Conversation.id, Conversation.contact_id, Conversation.next_seq)


class LetGo(NamedTuple):
    """A conversation that the team had, with the place in its thread to tell it at."""

    id: int
    contact_id: int
    seq: int


def let_go(session: Session, team_id: int) -> list[LetGo]:
    """Take the team off all that is not done with, and leave room for a line in each thread."""
    changed = session.execute(
        update(Conversation)
        .where(col(Conversation.team_id) == team_id, _LIVE)
        .values(team_id=None, next_seq=col(Conversation.next_seq) + 1)
        .returning(*(col(one) for one in _TOLD))
        .execution_options(synchronize_session=False)
    )
    return [LetGo(row[0], row[1], row[2] - 1) for row in changed]
