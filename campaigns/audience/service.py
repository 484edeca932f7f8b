"""Freezing an audience: everybody whom a campaign means gets a row, and nobody comes in later.

The audience is that of one moment, the occurrence's `due_at`: what a condition says of time ("in the
last 30 days") is meant as of then. What people are and did is asked when it is frozen: at once in the
unit that launches, where they are few enough, else some seconds later in one look by the worker, which
puts them in in slices. A process that dies between two slices leaves those that are in; the next one
goes on behind the last of them and asks anew for the rest, so that of people behind that place it may
know what happened meanwhile. Nothing is sent before the last slice.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select
from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import policy, store
from campaigns.audience.values import RESEND, Moment
from campaigns.definition import service as definitions
from campaigns.definition.values import At, Audience, Definition, InSegment, Zone
from campaigns.stopping import service as stopping
from campaigns.tables import Occurrence
from campaigns.values import LASTS, TOPIC, Resend, Wish
from scrm.conditions.service import people
from scrm.delivery.values import DeliveryState
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.deadlines import at_most
from scrm.kernel.failpoints import failpoint
from scrm.kernel.signals import signal
from scrm.kernel.zones import find_zone
from scrm.organisation import service as organisation
from tagging.segments import service as segments

FEW = 50_000
"""So many are frozen in the unit that launches."""
LOOK_WITHIN = 2.0
"""Seconds: a condition that takes longer is left to the worker, whose looks hold nobody up."""
_RESENT: dict[Resend, Sequence[str]] = {
    Resend.FAILED: (DeliveryState.FAILED,),
    Resend.UNREAD: (DeliveryState.SENT, DeliveryState.DELIVERED),
}


def lasts(definition: Definition) -> timedelta:
    """How long after their moment somebody may still get it."""
    return max(LASTS, definition.max_lateness)


@dataclass(frozen=True, slots=True)
class Run:
    """What is needed to freeze one occurrence."""

    occurrence: Occurrence
    definition: Definition
    home: ZoneInfo

    @property
    def lasts(self) -> timedelta:
        """How long after their moment somebody may still get it."""
        return lasts(self.definition)

    @property
    def is_resend(self) -> bool:
        return self.occurrence.key.startswith(RESEND)


class Waiting(NamedTuple):
    """An occurrence that is due, and a campaign that was cancelled and has recipients whose fate is
    open."""

    due: int | None
    cancelled: int | None


def home(session: Session) -> ZoneInfo:
    """The organisation's zone."""
    return find_zone(organisation.settings(session).timezone) or ZoneInfo("UTC")


def is_small(session: Session, definition: Definition, now: datetime) -> bool:
    """Whether its audience is quickly asked and frozen; for whoever only looks."""
    try:
        with at_most(session, LOOK_WITHIN):
            return store.count(session, whom(session, definition, now), FEW + 1) <= FEW
    except TimeoutError:
        return False


def freeze(
    session: Session, occurrence_id: int, now: datetime, receipts: Sequence[int] = ()
) -> int:
    """All at once; returns how many they are. Doing so twice changes nothing. `receipts` are the
    channels whose platforms say what was read."""
    run = _run(session, occurrence_id)
    if run is None:
        return 0
    meant = meant_by(session, run, receipts)
    times = moments(session, run, meant, now)
    store.insert(session, run.occurrence, meant, times, run.lasts)
    return _close(session, run.occurrence, now)


def _run(
    session: Session, occurrence_id: int, *, locked: bool = False, skip: bool = False
) -> Run | None:
    """None where it is not to be frozen now, or not any more; with `skip` also while another process
    is at it."""
    found = campaigns.occurrence(session, occurrence_id, locked=locked, skip=skip)
    if found is None or found.frozen_at is not None or found.missed_at is not None:
        return None
    campaign = campaigns.find(session, found.campaign_id)
    if campaign is None or campaign.wish != Wish.SCHEDULED or stopping.is_stopped(session):
        return None
    version = campaigns.versions_by_id(session, [found.version_id])[found.version_id]
    return Run(found, definitions.in_force(version.definition), home(session))


def meant_by(session: Session, run: Run, receipts: Sequence[int]) -> Select[int]:
    """Raises NotFound, Mistaken."""
    if not run.is_resend:
        return whom(session, run.definition, run.occurrence.due_at)
    _, occurrence_id, resent = run.occurrence.key.split(":")
    states, channels = _RESENT[Resend(resent)], None if resent == Resend.FAILED else receipts
    return store.of_earlier(int(occurrence_id), states, channels)


def whom(session: Session, definition: Definition, now: datetime) -> Select[int]:
    """The ids of those to whom a campaign goes. Raises NotFound, Mistaken."""
    found = ids_of(session, definition.audience, now)
    if definition.exclude is None:
        return found
    return store.but(found, ids_of(session, definition.exclude, now))


def ids_of(session: Session, audience: Audience, now: datetime) -> Select[int]:
    """Of those whom one question means. Raises NotFound, Mistaken."""
    if isinstance(audience, InSegment):
        return segments.meant(session, audience.id, now)
    return people(session, audience, now)


def moments(session: Session, run: Run, meant: Select[int], now: datetime) -> list[Moment]:
    """When it is due for those people."""
    schedule = run.definition.schedule
    by_zone = isinstance(schedule, At) and schedule.zone is Zone.CONTACT
    if not by_zone or run.is_resend:
        return [Moment(run.occurrence.due_at, is_late=False)]
    zones = store.zones(session, meant)
    return policy.moments(run.definition, run.occurrence.due_at, now, run.home, zones)


def freeze_some(session: Session, run: Run, ids: Sequence[int], times: Sequence[Moment]) -> bool:
    """One slice; False where the occurrence is not to be frozen any more. Those who are in it already
    stay as they are."""
    if _run(session, run.occurrence.id, locked=True) is None:
        return False
    store.insert(session, run.occurrence, store.of_ids(session, ids), times, run.lasts)
    failpoint("campaigns.slice")
    return True


def close(session: Session, run: Run, now: datetime) -> bool:
    """After the last slice; False where somebody was first."""
    if _run(session, run.occurrence.id, locked=True) is None:
        return False
    _close(session, run.occurrence, now)
    return True


def begin(session: Session, occurrence_id: int, now: datetime) -> Run | None:
    """What is due, to be frozen now; None where it is not, or where it is so late that it is missed
    and waits for a person. What has begun is never missed."""
    run = _run(session, occurrence_id, locked=True, skip=True)
    if run is None or store.last_frozen(session, occurrence_id):
        return run
    if policy.has_missed(run.definition, run.occurrence.due_at, now, run.home):
        miss(session, occurrence_id, now)
        return None
    return run


def has_begun(session: Session, run: Occurrence) -> bool:
    """Whether its audience is frozen, or is being."""
    return run.frozen_at is not None or store.last_frozen(session, run.id) > 0


def miss(session: Session, occurrence_id: int, now: datetime) -> bool:
    """False where it has begun, or is no more to be frozen."""
    found = campaigns.occurrence(session, occurrence_id, locked=True)
    if found is None or has_begun(session, found):
        return False
    if not campaigns.change_occurrence(session, found.id, missed_at=now):
        return False
    journal.record(session, [missed(found, now)], now)
    signal(session, TOPIC, found.campaign_id)
    return True


def give_up(session: Session, occurrence_id: int, now: datetime) -> None:
    """Of what can't be frozen: it is missed, or, where it has begun, goes to those who are in it."""
    if miss(session, occurrence_id, now):
        return
    found = campaigns.occurrence(session, occurrence_id)
    if found is not None:
        _close(session, found, now)


def missed(run: Occurrence, now: datetime) -> Fact:
    """What is told of a run that was missed, or is for some of its people."""
    data = {"campaign_id": str(run.campaign_id), "occurrence_id": str(run.id)}
    return Fact("campaign.missed", None, now, data)


def waiting(session: Session, now: datetime) -> Waiting:
    """What there is to do."""
    due = None if stopping.is_stopped(session) else campaigns.next_due(session)
    return Waiting(
        due=due[0] if due is not None and due[1] <= now else None,
        cancelled=store.cancelled(session),
    )


def gathered(
    session: Session, run: Run, now: datetime, receipts: Sequence[int]
) -> tuple["array[int]", list[Moment]]:
    """The ids of those who are not in it yet, in their order, and when it is due for whom."""
    meant = meant_by(session, run, receipts)
    times = moments(session, run, meant, now)
    after = store.last_frozen(session, run.occurrence.id)
    return array("q", store.ids_after(session, meant, after)), times


def _close(session: Session, found: Occurrence, now: datetime) -> int:
    size = store.size(session, found.id)
    campaigns.change_occurrence(session, found.id, frozen_at=now, size=size)
    signal(session, TOPIC, found.campaign_id)
    failpoint("campaigns.frozen")
    return size
