"""Verbs of search: index what is new, find what somebody looks for."""

from datetime import datetime

from sqlmodel import Session

from scrm.channels import light
from scrm.contacts.search import service as people
from scrm.conversations.index import store
from scrm.conversations.reading import service as reading
from scrm.conversations.reading import store as reading_store
from scrm.conversations.search.policy import highlights
from scrm.conversations.search.values import FoundMessage, Hit
from scrm.conversations.tables import Message
from scrm.kernel.ids import first_id_at
from scrm.kernel.terms import Words

BATCH = 250


def index_new(session: Session, now: datetime, at_most: int = BATCH) -> int:
    """Index the next messages and people, `at_most` of each; returns how many there were."""
    store.hold(session)
    settled = first_id_at(now - store.SETTLED) if _many_writers(session) else 2**62
    messages = store.unindexed(session, at_most, settled)
    if messages:
        store.add(session, messages)
    return len(messages) + people.index_new(session, settled, at_most)


def holds_forgotten(session: Session) -> bool:
    """Whether the index files may still hold words that nobody can find any more."""
    return store.holds_forgotten(session)


def merge(session: Session) -> bool:
    """Take a piece of them out; False where nothing is left to do."""
    return store.merge(session)


def _many_writers(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"


def find(
    session: Session, reader_id: int | None, query: str, before: int | None, limit: int
) -> tuple[list[Hit], int | None]:
    """Messages that hold all words of `query`, newest first, and where to go on."""
    terms = Words.of(query).terms
    if not terms:
        return [], None
    ids = store.find(session, terms, before, limit + 1)
    shown = ids[:limit]
    messages = {row.id: row for row in reading_store.messages_by_id(session, shown)}
    threads = {
        int(view.id): view
        for view in reading.conversations(
            session, reader_id, {row.conversation_id for row in messages.values()}
        )
    }
    hits = []
    for message_id in shown:
        if (row := messages.get(message_id)) is not None:
            hits.append(Hit(threads[row.conversation_id], _found(row, query)))
    return hits, shown[-1] if len(ids) > limit else None


def _found(row: Message, query: str) -> FoundMessage:
    is_light = row.content.get("format") == "light"
    text = light.parse(row.text)[0] if is_light else row.text
    return FoundMessage(
        id=str(row.id),
        seq=row.seq,
        text=text,
        at=row.platform_time,
        highlights=highlights(text, query),
        omitted=row.content.get("omitted"),
    )
