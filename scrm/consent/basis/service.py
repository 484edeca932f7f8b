"""Verbs about what people allow: grant, withdraw, lift, and what stands."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.channels.values import ChannelState
from scrm.consent import store as suppressing
from scrm.consent.basis import policy, store
from scrm.consent.basis.tables import Consent
from scrm.consent.basis.values import (
    ConsentState,
    ConsentView,
    Said,
    Standing,
    SuppressionView,
)
from scrm.consent.ending import service as ending
from scrm.consent.holding import service as holding
from scrm.consent.ledger import service as ledger
from scrm.consent.tables import Suppression
from scrm.consent.values import Purpose, SuppressionKind
from scrm.contacts.reading import service as contacts
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.ids import new_id
from scrm.kernel.signals import signal

By = Mapping[str, Any]


def grant(session: Session, said: Said, by: By, now: datetime) -> ConsentView:
    """Somebody allows marketing. Raises NotFound; Conflict where they have asked us to stop: that is
    lifted first, by whoever may, so that no form speaks louder than the person."""
    contacts.get(session, said.contact_id)
    if store.suppressions(session, said.contact_id):
        raise Conflict("This person asked us to stop. An admin can lift that first")
    return _keep(session, said, ConsentState.GRANTED, by, now)


def withdraw(
    session: Session, said: Said, by: By, hashed: Callable[[str], str], now: datetime
) -> ConsentView:
    """Somebody takes back what they allowed: on one channel, or else all marketing to them ends.
    Raises NotFound."""
    contacts.get(session, said.contact_id)
    holding.hold(session, [said.contact_id])
    kept = _keep(session, said, ConsentState.WITHDRAWN, by, now)
    if said.channel_id is None:
        row = Suppression(
            kind=SuppressionKind.CONTACT,
            key=hashed(f"contact:{said.contact_id}"),
            contact_id=said.contact_id,
            purpose=Purpose.MARKETING,
            why=said.how,
            evidence=dict(said.evidence),
            effective_at=now,
        )
        stands = row if suppressing.add(session, row) else ending.said_again(session, row, now)
        if stands is not None:
            ledger.note_ended(session, [stands], hashed)
    return kept


def _keep(session: Session, said: Said, state: ConsentState, by: By, now: datetime) -> ConsentView:
    row = Consent(
        contact_id=said.contact_id,
        purpose=Purpose.MARKETING,
        channel_id=said.channel_id,
        state=state,
        how=said.how,
        evidence=dict(said.evidence),
        by=dict(by),
        at=now,
    )
    session.add(row)
    session.flush()
    on = {} if said.channel_id is None else {"channel_id": str(said.channel_id)}
    data = {"purpose": Purpose.MARKETING.value, "how": said.how, **on, "by": dict(by)}
    fact = Fact(f"consent.{state.value}", said.contact_id, now, data)
    journal.record(session, [fact], now)
    signal(session, "contact", said.contact_id)
    return _view(row)


def lift(session: Session, suppression_id: int, hashed: Callable[[str], str]) -> SuppressionView:
    """Marketing may go to this person again, where there is a basis for it: whatever stands of theirs
    goes, also of whoever was joined into them. Raises NotFound."""
    found = session.get(Suppression, suppression_id)
    if found is None or found.contact_id is None:
        raise NotFound("suppression", suppression_id)
    lifted = _suppression(found)
    person = contacts.turned_out(session, [found.contact_id])[found.contact_id]
    everybody = store.everybody(session, person)
    holding.hold(session, everybody)
    keys = [
        hashed(f"{on.platform}:{one.external_id}")
        for one, on in contacts.addresses(session, person)
        if on.state != ChannelState.ARCHIVE
    ]
    others = store.of_others(session, everybody, lifted.purpose, keys)
    _leave_to(session, others, hashed)
    gone = store.drop_suppressions(session, everybody, lifted.purpose, keys)
    ledger.note_lifted(session, [(key, lifted.purpose) for key in gone])
    session.expire_all()
    for one in everybody:
        signal(session, "contact", one)
    return lifted


def _leave_to(
    session: Session, others: Collection[Suppression], hashed: Callable[[str], str]
) -> None:
    """What stands under an address of who is let in, but is another's, stays theirs."""
    for one in others:
        kept = {
            "id": new_id(),
            "key": hashed(f"contact:{one.contact_id}"),
            "evidence": dict(one.evidence),
        }
        row = Suppression(**(one.model_dump() | kept))
        if suppressing.add(session, row):
            ledger.note_ended(session, [row], hashed)


def standings(session: Session, contact_ids: Collection[int]) -> dict[int, Standing]:
    """What people's own words say about marketing, in sets; only of those who said something."""
    found = store.acts(session, contact_ids, Purpose.MARKETING.value)
    return {one: policy.standing(acts) for one, acts in found.items()}


def views(session: Session, contact_id: int) -> list[ConsentView]:
    """The newest first; those of whoever was joined into them too."""
    return [_view(one) for one in store.of_person(session, contact_id)]


def suppressions(session: Session, contact_id: int) -> list[SuppressionView]:
    """What a person has ended, each thing once: by the first word that did."""
    first: dict[tuple[str, str, int | None], Suppression] = {}
    for one in store.suppressions(session, contact_id):
        on = one.channel_id if one.kind == SuppressionKind.IDENTITY else None
        first.setdefault((one.kind, one.purpose, on), one)
    return [_suppression(one) for one in first.values()]


def _view(row: Consent) -> ConsentView:
    return ConsentView(
        id=str(row.id),
        contact_id=str(row.contact_id),
        purpose=str(row.purpose),
        channel_id=None if row.channel_id is None else str(row.channel_id),
        state=str(row.state),
        how=row.how,
        evidence=row.evidence,
        by=row.by,
        at=row.at,
    )


def _suppression(row: Suppression) -> SuppressionView:
    return SuppressionView(
        id=str(row.id),
        contact_id=str(row.contact_id),
        kind=row.kind,
        purpose=row.purpose,
        channel_id=None if row.channel_id is None else str(row.channel_id),
        why=row.why,
        evidence=row.evidence,
        at=row.effective_at,
    )
