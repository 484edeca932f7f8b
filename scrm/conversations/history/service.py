"""Verbs about threads that were imported: open one, append what is new.

History floods nobody's inbox: its thread is born resolved, nobody waits in it, and only
the thread itself is announced, once, by whoever imports.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.values import Known
from scrm.conversations import service as conversations
from scrm.conversations import store as conversations_store
from scrm.conversations.arrivals.service import LAST_TEXT
from scrm.conversations.history import store
from scrm.conversations.history.values import Entry
from scrm.conversations.tables import Conversation
from scrm.conversations.values import ConversationState, Direction
from scrm.kernel.text import shorten


def open_thread(
    session: Session, channel_id: int, known: Known, begins: datetime, now: datetime
) -> int:
    """A resolved thread with the person (or group) of an archive; `begins` orders it in lists."""
    conversation = Conversation(
        identity_id=known.identity_id,
        channel_id=channel_id,
        contact_id=known.contact_id,
        state=ConversationState.RESOLVED,
        resolved_at=now,
        last_at=begins,
        created_at=now,
    )
    session.add(conversation)
    session.flush()
    return conversation.id


def known(session: Session, conversation_id: int, keys: Iterable[str]) -> set[str]:
    """Those of `keys` that the thread holds already."""
    return store.known(session, conversation_id, keys)


def append(
    session: Session, conversation_id: int, entries: Sequence[Entry], now: datetime
) -> list[Entry]:
    """Append those whose key is new, in their order; returns them. Raises NotFound."""
    conversation = conversations.get(session, conversation_id, lock=True)
    met = store.known(session, conversation_id, [entry.key for entry in entries])
    fresh = list({entry.key: entry for entry in entries if entry.key not in met}.values())
    if not fresh:
        return []
    store.add(session, conversation_id, conversation.next_seq, fresh, now)
    inbound = [entry for entry in fresh if entry.direction == Direction.IN]
    values: dict[str, Any] = {
        "next_seq": conversation.next_seq + len(fresh),
        "in_count": conversation.in_count + len(inbound),
    } | _last(conversation, fresh)
    if inbound:
        latest = max(entry.at for entry in inbound)
        values["last_inbound_at"] = max(conversation.last_inbound_at or latest, latest)
    conversations_store.change(session, conversation_id, **values)
    return fresh


def _last(conversation: Conversation, fresh: Sequence[Entry]) -> dict[str, Any]:
    """What the list shows: the latest that somebody said."""
    said = [entry for entry in fresh if entry.direction != Direction.ACTIVITY]
    if not said:
        return {}
    # Of several in the same minute the last in the file is the latest.
    _, latest = max(enumerate(said), key=lambda one: (one[1].at, one[0]))
    if conversation.last_message_id is not None and latest.at < conversation.last_at:
        return {}
    return {
        "last_message_id": latest.id,
        "last_text": shorten(latest.line or latest.text, LAST_TEXT),
        "last_direction": latest.direction,
        "last_author": latest.author_name,
        "last_at": latest.at,
    }
