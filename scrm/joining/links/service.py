"""Verbs about links: make one for somebody, and see who comes by it."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe

from sqlmodel import Session

from scrm.contacts.reading import service as people
from scrm.joining import service as joining
from scrm.joining import store as addresses
from scrm.joining.links import policy, store
from scrm.joining.links.tables import StartLink
from scrm.joining.links.values import LIVES, Standing, Started
from scrm.joining.values import Act, Evidence, EvidenceKind
from scrm.kernel.failpoints import failpoint


def make(session: Session, identity_id: int, now: datetime) -> str:
    """A token that proves, once and for 30 minutes, that who shows it is who has this address."""
    token = token_urlsafe(policy.TOKEN_BYTES)
    hashed = policy.token_hash(token)
    session.add(StartLink(token_hash=hashed, identity_id=identity_id, expires_at=now + LIVES))
    session.flush()
    return token


def note_starts(session: Session, started: Sequence[Started], act: Act) -> None:
    """Join each with who asked for their link. What is no token, has run out or was used is a mere
    message, and so is the link of somebody who is the same person already."""
    by_hash: dict[str, Started] = {}
    for one in started:
        if policy.is_token(one.token):
            by_hash.setdefault(policy.token_hash(one.token), one)
    if not by_hash:
        return
    session.flush()
    taken = store.take(session, by_hash, act.now)
    failpoint("links.taken")
    for hashed, one in by_hash.items():
        if hashed in taken:
            _join(session, taken[hashed], one, act)


def _join(session: Session, asked_by: int, came: Started, act: Act) -> None:
    found = addresses.addresses(session, [asked_by, came.identity_id])
    one, two = found[asked_by].contact_id, found[came.identity_id].contact_id
    if one == two:
        return
    pair = policy.ranked(_standing(session, one), _standing(session, two))
    joining.join_by_machine(
        session, *pair, Evidence(EvidenceKind.SIGNED_LINK, came.message_id), act
    )


def _standing(session: Session, contact_id: int) -> Standing:
    """A name that is somebody's user name or nickname on a channel, and was given by nobody, is
    no name."""
    contact = people.get(session, contact_id)
    made_up = {one.username for one, _ in people.addresses(session, contact_id) if not one.display}
    named = bool(contact.name) and contact.name not in made_up
    return Standing(contact_id, named, contact.first_seen)


def forget(session: Session, now: datetime) -> None:
    """Drop the links that nobody used in time."""
    store.forget(session, now)
