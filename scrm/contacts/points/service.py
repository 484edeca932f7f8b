"""Verbs about contact points. A claim changes nothing that is proven and joins nobody."""

from datetime import datetime

from sqlmodel import Session

from scrm.contacts.points import store
from scrm.contacts.tables import Identity
from scrm.kernel.signals import signal

MOST_POINTS = 20
"""Of one person: whoever claims more is a script."""


def claim(session: Session, identity_id: int, kind: str, value: str) -> None:
    """Whoever writes from this address says that a phone or mail address is theirs. Once is enough."""
    whose = session.get_one(Identity, identity_id, populate_existing=True)
    if store.has(session, whose.contact_id, kind, value):
        return
    if store.count(session, whose.contact_id) < MOST_POINTS:
        store.add(session, whose, kind, value, verified_by="")
        signal(session, "contact", whose.contact_id)


def prove(session: Session, identity_id: int, kind: str, value: str, *, by: str) -> bool:
    """It is proven to be theirs. False where it is proven to be somebody's already: theirs, or
    another's, and then it is kept as a claim."""
    whose = session.get_one(Identity, identity_id, populate_existing=True)
    proven = store.add(session, whose, kind, value, verified_by=by)
    if not proven:
        claim(session, identity_id, kind, value)
    signal(session, "contact", whose.contact_id)
    return proven


def verify(session: Session, identity_id: int, how: str, now: datetime) -> None:
    """Who writes from this address is proven in the way that `how` names."""
    store.verify_identity(session, identity_id, how, now)
