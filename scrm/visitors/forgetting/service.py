"""The verb of forgetting visitors."""

from collections.abc import Collection

from sqlmodel import Session

from scrm.files.forgetting import store as files
from scrm.kernel.signals import signal
from scrm.visitors.forgetting import store
from scrm.visitors.uploads.service import owner_of

ERASED = "visitor_erased"
"""The topic of the signal that a visitor's connections are a stranger's from now on, and must end."""


def forget(
    session: Session, identity_ids: Collection[int], conversation_ids: Collection[int]
) -> int:
    """The browsers at these addresses, with all that only visitors have: their tokens open nothing
    any more, and what they uploaded and never sent goes too. Returns how many there were."""
    gone = store.forget_browsers(session, identity_ids)
    store.forget_rest(session, identity_ids, conversation_ids)
    files.forget_of(session, [owner_of(token_hash) for _, token_hash in gone])
    for visitor_id, _ in gone:
        signal(session, ERASED, visitor_id)
    return len(gone)
