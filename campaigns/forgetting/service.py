"""The verb of forgetting."""

from collections.abc import Collection

from sqlmodel import Session

from campaigns.forgetting import store
from scrm.kernel.shredding import shredding


def forget(session: Session, contact_ids: Collection[int]) -> None:
    """Of people who were erased no turn is left, and what they were in counts on as nobody's.
    Idempotent."""
    with shredding(session):
        store.forget_turns(session, contact_ids)
        store.unname(session, contact_ids)
