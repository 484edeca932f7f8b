"""SQL of the events that rules look at."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from scrm.journal.tables import Event
from scrm.kernel.sets import is_any
from tagging.rules.reacting.values import Happened


def happened(session: Session, event_ids: Collection[int]) -> list[Happened]:
    """Those of them that are about a person, in the order in which they were recorded. Whose they
    are is read here: a joining in the same commit may have moved them."""
    mine = is_any(session, col(Event.id), event_ids)
    question = select(Event).where(mine, col(Event.contact_id).is_not(None))
    return [as_happened(one) for one in session.exec(question.order_by(col(Event.id)))]


def as_happened(event: Event) -> Happened:
    """Of an event that is about a person."""
    whose = event.contact_id or 0
    message_id = str(event.data.get("message_id", ""))
    return Happened(event.id, event.kind, whose, event.at, event.depth, message_id)
