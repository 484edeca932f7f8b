"""Reads: what joining two contacts would do, and what joinings a contact took part in."""

from collections.abc import Iterable

from sqlmodel import Session

from scrm.consent import service as consent
from scrm.contacts.reading import service as people
from scrm.conversations.reading import service as conversations
from scrm.conversations.reading.values import Filter
from scrm.joining import policy, service, store
from scrm.joining.preview.values import JoinPreview, SideView, WarningView
from scrm.joining.tables import Joining
from scrm.joining.values import Doubt, EvidenceKind, JoiningView, PersonBrief

LATEST = 3
MOST = 200


def preview(
    session: Session, reader_id: int | None, survivor_id: int, other_id: int
) -> JoinPreview:
    """Raises NotFound, Invalid and Conflict as joining them would."""
    survivor, other = service.pair(session, survivor_id, other_id)
    mine, theirs = service.profile(survivor), service.profile(other)
    one, two = service.side(session, survivor_id), service.side(session, other_id)
    doubts = policy.doubts(one, two)
    disputed = policy.points_in_dispute(one, two)
    kinds = {Doubt.POINTS_DIFFER: disputed}
    warnings = [WarningView(doubt.value, kinds.get(doubt, [])) for doubt in doubts]
    left, right = (_side(session, reader_id, each) for each in (survivor_id, other_id))
    if ended := sorted({*left.ended, *right.ended}):
        warnings.append(WarningView("ended", ended))
    return JoinPreview(
        survivor=left,
        other=right,
        taken=policy.taken_over(mine, theirs),
        differ=policy.differing(mine, theirs),
        warnings=warnings,
        needs_despite=policy.forbids(EvidenceKind.BY_HAND, doubts) is not None,
    )


def _side(session: Session, reader_id: int | None, contact_id: int) -> SideView:
    wanted = Filter(status=None, contact_id=contact_id)
    latest, _ = conversations.page(session, reader_id, wanted, None, LATEST)
    return SideView(
        contact=people.contact(session, contact_id),
        identities=people.identities(session, contact_id),
        points=people.points(session, contact_id),
        conversations=latest,
        ended=consent.ended(session, contact_id),
    )


def joinings(session: Session, contact_id: int) -> list[JoiningView]:
    """Those of a contact, and of all who were joined into it; the newest first, undone ones too."""
    people.get(session, contact_id)
    return views(session, store.about(session, store.branch(session, contact_id), MOST))


def view(session: Session, joining: Joining) -> JoiningView:
    return views(session, [joining])[0]


def views(session: Session, rows: Iterable[Joining]) -> list[JoiningView]:
    shown = list(rows)
    named = store.names(session, {one for row in shown for one in (row.survivor_id, row.other_id)})
    return [
        JoiningView(
            id=str(row.id),
            survivor=PersonBrief(str(row.survivor_id), named[row.survivor_id]),
            other=PersonBrief(str(row.other_id), named[row.other_id]),
            identity_ids=row.identities,
            evidence=row.evidence,
            taken=row.taken,
            by=row.by,
            joined_at=row.joined_at,
            undone_at=row.undone_at,
            undone_by=row.undone_by or None,
        )
        for row in shown
    ]
