"""Verbs about what people allow: grant, withdraw, lift, and what stands."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

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
from scrm.consent.holding import service as holding
from scrm.consent.tables import Suppression
from scrm.consent.values import Purpose, SuppressionKind
from scrm.contacts.reading import service as contacts
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, NotFound
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
        suppressing.add(
            session,
            Suppression(
                kind=SuppressionKind.CONTACT,
                key=hashed(f"contact:{said.contact_id}"),
                contact_id=said.contact_id,
                purpose=Purpose.MARKETING,
                why=said.how,
                evidence=dict(said.evidence),
                effective_at=now,
            ),
        )
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


def lift(session: Session, suppression_id: int) -> SuppressionView:
    """Marketing may go to this person again, where there is a basis for it. Raises NotFound."""
    found = session.get(Suppression, suppression_id)
    if found is None or found.contact_id is None:
        raise NotFound("suppression", suppression_id)
    lifted = _suppression(found)
    store.drop_suppressions(session, found.contact_id, found.purpose)
    session.expire_all()
    signal(session, "contact", int(lifted.contact_id))
    return lifted


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
