"""Verbs of forgetting what was said: hold it, and let it go."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from scrm.conversations.forgetting import store
from scrm.conversations.forgetting.values import Said
from scrm.conversations.index import store as index
from scrm.delivery.forgetting import store as deliveries
from scrm.files.forgetting import store as files
from scrm.kernel.signals import signal

GONE = "conversation_gone"
"""The topic of the signal that a conversation is there no more."""


def hold(session: Session, contact_ids: Collection[int], groups: Collection[int]) -> Said:
    """What was said with these people, and by them in `groups`, threads that may not be theirs.
    Until the commit nothing is added to it."""
    own = store.held(session, contact_ids)
    shared = store.hold(session, set(groups).difference(own))
    within, elsewhere = store.said_in(session, own), store.said_by(session, shared, contact_ids)
    return Said(own, within, elsewhere, files.of_messages(session, [*within, *elsewhere]))


def forget(session: Session, said: Said, now: datetime) -> dict[str, int]:
    """The messages with their files, deliveries and terms; counts by kind. A file that others'
    messages show too is theirs from now on."""
    index.hold(session)
    shared = store.shown_elsewhere(session, said.file_ids, said.all_ids)
    files.hand_on(session, shared)
    counts = {
        "conversations": len(said.conversation_ids),
        "messages": len(said.message_ids) + len(said.elsewhere),
        "files": files.forget(session, set(said.file_ids).difference(shared)),
        "deliveries": deliveries.forget(session, said.message_ids),
    }
    index.forget(session, said.all_ids)
    store.blank(session, said.elsewhere, now)
    store.forget(session, said.conversation_ids)
    for conversation_id in said.conversation_ids:
        signal(session, GONE, conversation_id)
    for message_id in said.elsewhere:
        signal(session, "message", message_id)
    return counts
