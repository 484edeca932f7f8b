"""SQL of reactions that failed."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from scrm.journal.reacting.tables import Reaction
from scrm.journal.reacting.values import ReactionState
from scrm.journal.tables import Event
from scrm.journal.values import Recorded
from scrm.kernel.sets import is_any


def add(
    session: Session, subscriber: str, event_ids: Iterable[int], due_at: datetime, error: str
) -> None:
    session.add_all(
        Reaction(event_id=one, subscriber=subscriber, due_at=due_at, error=error)
        for one in event_ids
    )
    session.flush()  # before the next savepoint, with which they would be undone


def next_due(session: Session) -> datetime | None:
    waiting = col(Reaction.state) == ReactionState.WAITING
    question = select(Reaction.due_at).where(waiting).order_by(col(Reaction.due_at)).limit(1)
    return session.exec(question).first()


def due(session: Session, now: datetime, limit: int) -> list[tuple[Reaction, Recorded]]:
    """What waits and is due, the oldest first, each with its event."""
    question = (
        select(Reaction, Event.id, Event.kind, Event.depth)
        .join(Event, col(Event.id) == Reaction.event_id)
        .where(col(Reaction.state) == ReactionState.WAITING, col(Reaction.due_at) <= now)
        .order_by(col(Reaction.due_at), col(Reaction.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=Reaction)
    )
    found = session.exec(question)
    return [(one, Recorded(event_id, kind, depth)) for one, event_id, kind, depth in found]


def change(session: Session, reaction_id: int, **values: object) -> None:
    session.execute(update(Reaction).where(col(Reaction.id) == reaction_id).values(**values))


def done(session: Session, reaction_id: int) -> None:
    session.execute(delete(Reaction).where(col(Reaction.id) == reaction_id))


def forget(session: Session, contact_ids: Collection[int]) -> None:
    theirs = select(Event.id).where(is_any(session, col(Event.contact_id), contact_ids))
    session.execute(
        delete(Reaction)
        .where(col(Reaction.event_id).in_(theirs))
        .execution_options(synchronize_session=False)
    )
