"""Verbs of filling. Who comes in is asked by whoever only reads, and put in in slices: a reply of an
agent waits behind one of them, and behind no question about people."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import service as audience
from campaigns.audience import store
from campaigns.audience.service import Run
from campaigns.audience.values import Moment
from campaigns.dates import service as turns
from campaigns.definition import service as definitions
from campaigns.stopping import service as stopping
from campaigns.tables import Occurrence
from campaigns.values import TOPIC
from scrm.kernel.failpoints import failpoint
from scrm.kernel.signals import signal


@dataclass(frozen=True, slots=True)
class Filling:
    """Who comes into a run as of one look, in their order, and when it is due for whom."""

    run: Run
    ids: "array[int]"
    times: Sequence[Moment]


def gathered(session: Session, occurrence_id: int, now: datetime) -> Filling | None:
    """For whom it came due since the last look; None where it is not to be filled now."""
    found = campaigns.occurrence(session, occurrence_id)
    if found is None or found.fill_at is None or found.fill_at > now:
        return None
    version = campaigns.versions_by_id(session, [found.version_id])[found.version_id]
    run = audience.run_of(session, found, definitions.in_force(version.definition))
    meant = store.not_in(audience.meant_by(session, run, (), now), found.id)
    ids = array("q", store.ids_after(session, meant, 0))
    some = store.of_ids(session, ids)
    return Filling(run, ids, audience.moments(session, run, some, now))


def put_in(session: Session, filling: Filling, ids: Sequence[int]) -> bool:
    """One slice; False where another is at it, or somebody holds it back meanwhile. Those who are in
    it already stay as they are."""
    if _held(session, filling.run) is None:
        return False
    audience.put_in(session, filling.run, ids, filling.times)
    failpoint("campaigns.filled")
    return True


def close(session: Session, filling: Filling, now: datetime) -> bool:
    """After the last slice, which may have been none: say when to look next, until its day is over
    everywhere. False as in `put_in`."""
    found = _held(session, filling.run)
    if found is None or filling.run.dated is None:
        return False
    values = {"size": store.size(session, found.id)} if filling.ids else {}
    at = turns.next_fill(session, filling.run.dated, found.key, now)
    campaigns.fill_at(session, found.id, at, **values)
    if filling.ids:
        signal(session, TOPIC, found.campaign_id)
    return True


def _held(session: Session, run: Run) -> Occurrence | None:
    """As it was seen, or None."""
    seen = run.occurrence
    found = campaigns.occurrence(session, seen.id, locked=True, skip=True)
    if found is None or found.fill_at != seen.fill_at:
        return None
    return found if stopping.going(session, [found.campaign_id]) else None
