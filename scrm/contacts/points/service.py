"""Verbs about contact points. A claim changes nothing that is proven and joins nobody."""

from datetime import datetime

from sqlmodel import Session

from scrm.contacts.points import policy, store
from scrm.contacts.search import store as search
from scrm.contacts.tables import Identity
from scrm.kernel.signals import signal


def claim(session: Session, identity_id: int, kind: str, value: str) -> None:
    """Whoever writes from this address says that a phone or mail address is theirs. Once is enough."""
    whose = session.get_one(Identity, identity_id, populate_existing=True)
    if store.has(session, whose.contact_id, kind, value):
        return
    if store.count(session, whose.contact_id) < policy.MOST_POINTS:
        store.add(session, whose, kind, value, verified_by="")
        _changed(session, whose.contact_id)


def prove(session: Session, identity_id: int, kind: str, value: str, *, by: str) -> bool:
    """It is proven to be theirs, and no mere claim any more. False where it is proven to be
    somebody's already: theirs, or another's, and then it is kept as a claim."""
    whose = session.get_one(Identity, identity_id, populate_existing=True)
    if not store.add(session, whose, kind, value, verified_by=by):
        claim(session, identity_id, kind, value)
        return False
    store.drop_claim(session, whose, kind, value)
    _changed(session, whose.contact_id)
    return True


def _changed(session: Session, contact_id: int) -> None:
    """They are found by it from now on, and whoever looks at them sees it."""
    search.note_renamed(session, contact_id)
    signal(session, "contact", contact_id)


def verify(session: Session, identity_id: int, how: str, now: datetime) -> None:
    """Who writes from this address is proven in the way that `how` names."""
    store.verify_identity(session, identity_id, how, now)
