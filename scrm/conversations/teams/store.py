"""SQL of the conversations of teams."""

from sqlalchemy import literal_column, update
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation

_LIVE = col(Conversation.state) != literal_column("'resolved'")
"""A constant in the statement: a partial index serves no bound parameter."""


def let_go(session: Session, team_id: int) -> list[int]:
    """Take the team off all that is not done with; which conversations these are."""
    changed = session.execute(
        update(Conversation)
        .where(col(Conversation.team_id) == team_id, _LIVE)
        .values(team_id=None)
        .returning(col(Conversation.id))
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in changed]
