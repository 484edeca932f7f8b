"""SQL of forgetting what the bot knows of some conversations."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col

from scrm.bots.tables import BotMissed, BotTalk, BotTurn
from scrm.kernel.sets import is_any


def forget(session: Session, conversation_ids: Collection[int]) -> None:
    """Their turns, how the talks went, and the sentences that nothing answered. Counters name
    nobody and stay."""
    for table in (BotTurn, BotTalk, BotMissed):
        theirs = is_any(session, col(table.conversation_id), conversation_ids)
        session.execute(delete(table).where(theirs).execution_options(synchronize_session=False))
