"""SQL of the events that rules look at."""

from collections.abc import Collection

from sqlmodel import Session

from scrm.journal import store as journal
from scrm.journal.store import Told
from scrm.journal.tables import Event
from scrm.journal.values import conversation_in
from tagging.rules.reacting.values import Happened


def happened(session: Session, event_ids: Collection[int]) -> list[Happened]:
    """Those of them that are about a person, in the order in which they were recorded."""
    return [as_happened(one) for one in journal.of_people(session, event_ids)]


def as_happened(event: Event | Told) -> Happened:
    """Of an event that is about a person."""
    whose = event.contact_id or 0
    message_id = str(event.data.get("message_id", ""))
    where = conversation_in(event.data)
    return Happened(event.id, event.kind, whose, event.at, event.depth, message_id, where)
