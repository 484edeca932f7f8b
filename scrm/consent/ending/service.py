"""Verbs of ending: somebody says that they want no more, for the first time or again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.consent import store
from scrm.consent.tables import Suppression
from scrm.consent.values import AGAIN, OPT_OUT_LINK, UNDONE_WITHIN
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.signals import signal


def end(
    session: Session,
    row: Suppression,
    at: datetime,
    told: Mapping[str, Any],
    hashed: Callable[[str], str],
    now: datetime,
) -> bool:
    """False where it had ended already. What stands under this key may be another's, of whom this person
    was separated or into whom they were joined: then it stands under the key of their contact too."""
    contact_id = row.contact_id
    if contact_id is None:
        return False
    if not store.add(session, row):
        stands = store.find(session, row.key, row.purpose)
        if stands is not None and stands.contact_id == contact_id:
            return False
        row.key = hashed(f"contact:{contact_id}")
        if not store.add(session, row):
            return False
    data = {"purpose": row.purpose, **told}
    journal.record(session, [Fact("consent.withdrawn", contact_id, at, data)], now)
    signal(session, "contact", contact_id)
    return True


def said_again(session: Session, end: Suppression, now: datetime) -> Suppression | None:
    """Who pressed a link and then says so by another door means it: the press can't be taken back any
    more. What stands then is returned where it stands for another reason than before; of two links it
    stands for the first."""
    row = store.find(session, end.key, end.purpose)
    if row is None or row.why != OPT_OUT_LINK or not may_take_back(row, now):
        return None
    if end.why == OPT_OUT_LINK:
        if end.evidence["message_id"] != row.evidence.get("message_id"):
            store.restate(session, row, row.why, row.evidence | {AGAIN: True})
        return None
    store.restate(session, row, end.why, end.evidence)
    return row


def may_take_back(row: Suppression, now: datetime) -> bool:
    return now - row.effective_at < UNDONE_WITHIN and AGAIN not in row.evidence
