"""Verbs of joining: take two contacts for one person, and separate them again.

An address belongs to the contact in which it was first met, its home; joined contacts form a tree,
and whoever stands at its root has the addresses of all. Separating cuts a branch off: so it gives
back exactly what belongs there, in whatever order joinings are undone.
"""

from collections.abc import Collection
from typing import Any

import structlog
from sqlmodel import Session

from scrm.channels.values import ChannelState
from scrm.consent import service as consent
from scrm.consent.holding import service as holding
from scrm.contacts.reading import service as people
from scrm.contacts.search import store as search
from scrm.contacts.tables import Contact
from scrm.delivery.following import service as deliveries
from scrm.joining import policy, store
from scrm.joining.tables import Joining
from scrm.joining.values import Act, Doubt, Evidence, Side
from scrm.journal import service as journal
from scrm.journal import store as told
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.signals import signal

log = structlog.get_logger()

_WORDS = {
    Doubt.POINTS_DIFFER: "Each of the two has proved a phone or address, and not the same one",
    Doubt.ARCHIVE: "A name in imported history proves nothing",
    Doubt.SAME_CHANNEL: "Both have an address on the same channel",
}


def join(
    session: Session,
    survivor_id: int,
    other_id: int,
    evidence: Evidence,
    act: Act,
    *,
    despite: bool = False,
) -> Joining:
    """`other` turns out to be `survivor`, who gets its addresses with all that was written there.

    Raises NotFound, Invalid where both are the same, and Conflict where one of them is joined into
    another already or the evidence is too weak; `despite` is a colleague's word against a doubt.
    """
    survivor, other = pair(session, survivor_id, other_id, lock=True)
    found = policy.doubts(side(session, survivor_id), side(session, other_id))
    doubt = policy.forbids(evidence.kind, found)
    if doubt is not None and (evidence.is_by_machine or not despite):
        raise Conflict(f"{_WORDS[doubt]}; they may be two people", code=doubt.value)
    _hold_sends(session, survivor_id, other_id)
    moved = store.give_all(session, other_id, survivor_id)
    joining = Joining(
        survivor_id=survivor_id,
        other_id=other_id,
        identities=[str(one) for one in moved.identities],
        points=[str(one) for one in moved.points],
        evidence=_described(session, evidence),
        taken=policy.taken_over(profile(survivor), profile(other)),
        by=act.by.described(),
        joined_at=act.now,
    )
    _set(survivor, policy.with_taken(profile(survivor), joining.taken))
    session.add_all([joining, survivor])
    session.flush()
    homes = store.branch(session, other_id)
    store.lead(session, homes, survivor_id)
    store.follow(session, moved.identities, homes, other_id, survivor_id)
    told.forget_told(session)
    _conclude(session, joining, "contact.joined", survivor_id, act)
    return joining


def join_by_machine(
    session: Session, survivor_id: int, other_id: int, evidence: Evidence, act: Act
) -> Joining | None:
    """As `join`; None where they are one person already, or the evidence is too weak for a
    machine: then a colleague may look at the two."""
    survivor_id, other_id = _held_roots(session, survivor_id, other_id)
    if survivor_id == other_id:
        return None
    try:
        return join(session, survivor_id, other_id, evidence, act)
    except Conflict as doubt:
        log.info("not joined", action="contact.not_joined", why=doubt.code, other=other_id)
        return None


def separate(session: Session, joining_id: int, act: Act) -> Joining:
    """`other` is a person of its own again, with its addresses and all that was written there,
    before and since. Raises NotFound, and Conflict where it was separated already."""
    joining = _live(session, joining_id)
    holder_id, other_id = root(session, joining.survivor_id), joining.other_id
    held = store.locked(session, [holder_id, other_id])
    if held[other_id].joined_into != holder_id or held[holder_id].joined_into is not None:
        raise Conflict("Somebody else changed this now; look again")
    _require_not_erased(*held.values())
    if not store.undo(session, joining_id, act.now, act.by.described()):
        raise already_separated()
    _hold_sends(session, holder_id, other_id)
    homes = store.branch(session, other_id)
    moved = store.take_back(session, holder_id, other_id, homes)
    store.lead(session, homes - {other_id}, other_id)
    store.lead(session, {other_id}, None)
    store.follow(session, moved.identities, homes, holder_id, other_id, back=act.now)
    told.forget_told(session)
    _give_back(session, joining)
    _conclude(session, joining, "contact.separated", holder_id, act)
    return _get(session, joining_id)


def _hold_sends(session: Session, *contact_ids: int) -> None:
    """Before anything of theirs: whoever looks whether a campaign's message may go to them has it, and
    wants their conversation."""
    deliveries.hold(session, contact_ids)
    holding.hold(session, contact_ids)


def root(session: Session, contact_id: int) -> int:
    """Who a contact turned out to be; itself where it is joined into nobody. Raises NotFound."""
    found = session.get(Contact, contact_id, populate_existing=True)
    if found is None:
        raise NotFound("contact", contact_id)
    return found.joined_into or contact_id


def _held_roots(session: Session, one: int, two: int) -> tuple[int, int]:
    """Who these two turned out to be, held until the commit: who waited for another joining looks
    again."""
    seen: tuple[int, int] | None = None
    roots = root(session, one), root(session, two)
    while roots != seen:
        seen = roots
        hold(session, roots)
        roots = root(session, one), root(session, two)
    return roots


def hold(session: Session, contact_ids: Collection[int]) -> None:
    """Until the commit nobody joins, separates or erases these; who waited for that looks again."""
    store.locked(session, contact_ids)


def whole(session: Session, contact_id: int) -> set[int]:
    """Who a contact turned out to be and all who turned out to be the same, held until the commit:
    nobody joins or separates them meanwhile. Raises NotFound, of who was erased too."""
    seen: set[int] = set()
    found = store.branch(session, root(session, contact_id))
    while found != seen:
        seen = found
        _require_not_erased(*store.locked(session, found).values())
        found = store.branch(session, root(session, contact_id))
    return found


def everybody(session: Session, contact_id: int) -> set[int]:
    """As `whole`, to look at only."""
    found = people.get(session, contact_id)
    return store.branch(session, found.joined_into or found.id)


def forget(session: Session, contact_ids: Collection[int]) -> int:
    """These were never joined with anybody; returns in how many joinings they took part."""
    return store.forget(session, contact_ids)


def pair(
    session: Session, survivor_id: int, other_id: int, *, lock: bool = False
) -> tuple[Contact, Contact]:
    """Two people who can be looked at as one. Raises NotFound, Invalid and Conflict."""
    if survivor_id == other_id:
        raise Invalid("other", "is the same person", code="same_contact")
    if lock:
        store.locked(session, [survivor_id, other_id])
    both = people.get(session, survivor_id), people.get(session, other_id)
    for one in both:
        if one.joined_into is not None:
            raise Conflict(f"{one.name} is joined into another contact", code="joined_away")
    return both


def side(session: Session, contact_id: int) -> Side:
    channels = [row[1] for row in people.addresses(session, contact_id)]
    points = store.points_of(session, [contact_id])
    return Side(
        channels=frozenset(one.id for one in channels),
        archives=frozenset(one.id for one in channels if one.state == ChannelState.ARCHIVE),
        proved=frozenset((one.kind, one.value) for one in points if one.verified_by),
    )


def profile(contact: Contact) -> dict[str, Any]:
    named = {name: getattr(contact, name) for name in policy.FIELDS}
    return named | {policy.ATTRIBUTES: contact.attributes}


def already_separated() -> Conflict:
    return Conflict("These two were separated already", code="already_separated")


def _described(session: Session, evidence: Evidence) -> dict[str, Any]:
    place = {} if evidence.message_id is None else store.place_of(session, evidence.message_id)
    return {"kind": evidence.kind.value} | place


def _set(contact: Contact, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(contact, name, value)


def _get(session: Session, joining_id: int) -> Joining:
    found = store.find(session, joining_id)
    if found is None:
        raise NotFound("joining", joining_id)
    return found


def _live(session: Session, joining_id: int) -> Joining:
    found = _get(session, joining_id)
    if found.undone_at is not None:
        raise already_separated()
    return found


def _require_not_erased(*contacts: Contact) -> None:
    for one in contacts:
        if one.erased_at is not None:
            raise NotFound("contact", one.id)


def _give_back(session: Session, joining: Joining) -> None:
    """What came from this branch and is still as it came leaves everybody above it: the survivor,
    and those into whom the survivor was joined in turn."""
    step: Joining | None = joining
    given = dict(joining.taken)
    while step is not None and given:
        holder = session.get_one(Contact, step.survivor_id)
        given = policy.unchanged(profile(holder), policy.shared(given, step.taken))
        _set(holder, policy.without(profile(holder), given))
        if step is not joining:
            step.taken = policy.minus(step.taken, given)
        session.add_all([holder, step])
        session.flush()
        step = store.live_of(session, step.survivor_id)


def _conclude(session: Session, joining: Joining, kind: str, holder_id: int, act: Act) -> None:
    """What is the same for joining and separating: opt-outs hold for both, both remember it, search
    finds them anew, and whoever looks at one of them sees it."""
    both = (holder_id, joining.other_id)
    consent.share(session, both, joining.id, act.hashed, act.now)
    names = store.names(session, both)
    shared = {
        "joining_id": str(joining.id),
        "evidence": joining.evidence,
        "by": act.by.described(),
    }
    for mine, theirs in (both, both[::-1]):
        data = shared | {"other_id": str(theirs), "other": names[theirs]}
        journal.record(session, [Fact(kind, mine, act.now, data)], act.now)
        search.note_renamed(session, mine)
        signal(session, "contact", mine)
