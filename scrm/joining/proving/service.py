"""The verb of proving: a phone that somebody shared as their own is theirs, and who has proved the
same one before is the same person."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from scrm.contacts.tables import ContactPoint
from scrm.joining import policy, service, store
from scrm.joining.store import Address
from scrm.joining.values import Act, Evidence, EvidenceKind
from scrm.kernel.signals import signal

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
        whose = store.addresses(session, [one.identity_id])[one.identity_id]
        holder = store.proved(session, PHONE, [number]).get(number)
        if holder is None:
            _prove(session, whose, number, one.message_id)
        elif holder.contact_id != whose.contact_id:
            evidence = Evidence(EvidenceKind.OWN_PHONE, one.message_id)
            pair = (holder.contact_id, whose.contact_id)
            if service.join_by_machine(session, *pair, evidence, act) is None:
                _keep(session, whose, number)


def _prove(session: Session, whose: Address, number: str, message_id: int) -> None:
    """Raises IntegrityError where somebody else proves the same number at this moment."""
    point = _find(session, whose, number) or _of(whose, number)
    point.verified_by = f"message:{message_id}"
    session.add(point)
    session.flush()
    signal(session, "contact", whose.contact_id)


def _keep(session: Session, whose: Address, number: str) -> None:
    """What another has proved before is kept as a mere claim, which a colleague sees."""
    if _find(session, whose, number) is None:
        session.add(_of(whose, number))
        session.flush()


def _find(session: Session, whose: Address, number: str) -> ContactPoint | None:
    own = store.points_of(session, [whose.contact_id])
    return next((one for one in own if (one.kind, one.value) == (PHONE, number)), None)


def _of(whose: Address, number: str) -> ContactPoint:
    """It goes where the address goes by which it was proved."""
    return ContactPoint(
        contact_id=whose.contact_id, home_id=whose.home_id, kind=PHONE, value=number
    )
