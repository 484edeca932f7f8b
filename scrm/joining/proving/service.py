"""The verb of proving: a phone that somebody shared as their own is theirs, and who has proved the
same one before is the same person."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from scrm.contacts.points import policy
from scrm.contacts.points import service as points
from scrm.joining import service, store
from scrm.joining.values import Act, Evidence, EvidenceKind

PHONE = "phone"


class Shown(NamedTuple):
    """A phone that the platform proves to be the sender's, and the message that brought it."""

    identity_id: int
    phone: str
    message_id: int


def note_own_phones(session: Session, shown: Sequence[Shown], act: Act) -> None:
    """Keep each as a verified contact point; what is no international number stays a message."""
    read = [(one, number) for one in shown if (number := policy.e164(one.phone))]
    if not read:
        return
    session.flush()
    for one, number in read:
        _note(session, one, number, act)


def _note(session: Session, one: Shown, number: str, act: Act) -> None:
    by = f"message:{one.message_id}"
    holder = store.proved(session, PHONE, [number]).get(number)
    if holder is None and points.prove(session, one.identity_id, PHONE, number, by=by):
        return
    # Where there was none a moment ago, somebody else has just proved the same.
    holder = holder or store.proved(session, PHONE, [number])[number]
    whose = store.addresses(session, [one.identity_id])[one.identity_id]
    if holder.contact_id == whose.contact_id:
        return
    evidence = Evidence(EvidenceKind.OWN_PHONE, one.message_id)
    pair = (holder.contact_id, whose.contact_id)
    if service.join_by_machine(session, *pair, evidence, act) is None:
        points.claim(session, one.identity_id, PHONE, number)
