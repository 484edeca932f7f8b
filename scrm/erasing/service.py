"""The verb of erasing. Each room forgets its own rows; here is only their order: what points at a
row goes before the row, and what changes beside it is held first."""

from collections.abc import Collection

from sqlmodel import Session

from scrm.behaviour import service as behaviour
from scrm.bots.forgetting import store as bots
from scrm.channels import service as channels
from scrm.consent import service as consent
from scrm.consent.holding import service as holding
from scrm.contacts.forgetting import store as contacts
from scrm.contacts.forgetting.values import Address
from scrm.conversations.forgetting import service as conversations
from scrm.conversations.forgetting import store as said_store
from scrm.conversations.forgetting.values import Said
from scrm.delivery.following import service as sends
from scrm.delivery.forgetting import store as deliveries
from scrm.erasing.tables import Erasure
from scrm.erasing.values import ErasePreview
from scrm.imports.forgetting import store as imports
from scrm.intake.forgetting import store as intake
from scrm.joining import service as joining
from scrm.joining.links import store as links
from scrm.joining.values import Act
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict
from scrm.kernel.failpoints import failpoint
from scrm.kernel.shredding import shredding
from scrm.kernel.signals import signal
from scrm.staff import service as staff
from scrm.visitors.forgetting import service as visitors
from scrm.web import kept


def erase(session: Session, contact_id: int, act: Act, *, key: str, reason: str = "") -> Erasure:
    """Remove all that is known of a person, under whichever of their contacts; `key` is the actor's
    on the audit line. Empty rows are left of the contacts, what they had ended stays ended by the
    hashes of their addresses, and the ledger says that it was done.

    Raises NotFound, of who was erased before too; and Conflict while something is being sent to
    them, or a chat with them is being imported.
    """
    contact_ids = joining.whole(session, contact_id)
    root_id = joining.root(session, contact_id)
    _hold_sends(session, contact_ids)
    addresses = contacts.held(session, contact_ids)
    archives = {one.channel_id for one in addresses if one.is_archive}
    said = conversations.hold(session, contact_ids, imports.threads(session, archives))
    _require_at_rest(session, addresses, archives)
    failpoint("erasing.held")
    with shredding(session):
        what = _forget(session, contact_ids, addresses, said, act)
    failpoint("erasing.forgotten")
    erasure = Erasure(
        contact_id=root_id, at=act.now, by=act.by.described(), reason=reason, what=what
    )
    session.add(erasure)
    session.flush()
    _announce(session, erasure, contact_ids, act)
    staff.audit(
        session,
        key,
        "contact.erased",
        act.now,
        target=f"contact:{root_id}",
        erasure=str(erasure.id),
    )
    return erasure


def preview(session: Session, contact_id: int) -> ErasePreview:
    """Raises NotFound."""
    contact_ids = joining.everybody(session, contact_id)
    return ErasePreview(len(contact_ids), *said_store.count(session, contact_ids))


def _hold_sends(session: Session, contact_ids: Collection[int]) -> None:
    """Before anything of theirs: whoever looks whether a campaign's message may go to them has it, and
    wants their conversation."""
    sends.hold(session, contact_ids)
    holding.hold(session, contact_ids)


def _require_at_rest(
    session: Session, addresses: Collection[Address], archives: Collection[int]
) -> None:
    if deliveries.is_being_sent(session, [one.identity_id for one in addresses]):
        raise Conflict(
            "A message to them is just being sent; try again in a moment", code="being_sent"
        )
    if imports.is_at_work(session, archives):
        raise Conflict(
            "A chat with them is being imported; try again when that is done", code="being_imported"
        )


def _forget(
    session: Session,
    contact_ids: Collection[int],
    addresses: Collection[Address],
    said: Said,
    act: Act,
) -> dict[str, int]:
    """Returns counts by kind."""
    identity_ids = [one.identity_id for one in addresses]
    archives = {one.channel_id for one in addresses if one.is_archive}
    named = [f"{one.platform}:{one.external_id}" for one in addresses if not one.is_archive]
    browsers = visitors.forget(session, identity_ids, said.conversation_ids)
    links.forget_made_for(session, identity_ids)
    jobs = imports.forget(session, archives, said.conversation_ids)
    consent.forget(session, contact_ids, said.all_ids, named, act.hashed)
    bots.forget(session, said.conversation_ids)
    behaviour.forget(session, contact_ids)
    what = conversations.forget(session, said, act.now)
    what["deliveries"] += deliveries.forget_orders(session, contact_ids)
    what |= {
        "contacts": len(contact_ids),
        "visitors": browsers,
        "imports": len(jobs),
        "raw_events": intake.forget(session, identity_ids),
        "events": journal.forget(session, contact_ids),
        "joinings": joining.forget(session, contact_ids),
        "addresses": contacts.forget(session, contact_ids, act.now),
    }
    for channel_id in imports.unname_empty(session, archives):
        signal(session, channels.TOPIC, channel_id)
    kept.forget_quoting(session, {*contact_ids, *said.conversation_ids, *said.file_ids, *jobs})
    session.expire_all()
    return what


def _announce(session: Session, erasure: Erasure, contact_ids: Collection[int], act: Act) -> None:
    """Whoever subscribed hears of it, and whoever looks at them sees it."""
    data = {
        "erasure_id": str(erasure.id),
        "contact_ids": sorted(str(one) for one in contact_ids),
    }
    journal.record(session, [Fact("contact.erased", erasure.contact_id, act.now, data)], act.now)
    for contact_id in sorted(contact_ids):
        signal(session, "contact", contact_id)
