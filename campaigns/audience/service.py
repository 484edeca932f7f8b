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
from zoneinfo import ZoneInfo

from sqlalchemy import Select
from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import policy, store
from campaigns.audience.values import RESEND, Moment, Waiting
from campaigns.dates import service as turns
from campaigns.dates.values import Dated
from campaigns.definition import service as definitions
from campaigns.definition.values import Audience, Definition, InSegment, Recurring
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
    """What is needed to freeze one occurrence. `dated` is its day, where it goes on dates of people;
    `definition` has that day at each person's time then."""

    occurrence: Occurrence
    definition: Definition
    home: ZoneInfo
    dated: Dated | None = None

    @property
    def lasts(self) -> timedelta:
        """How long after their moment somebody may still get it."""
        return lasts(self.definition)

    @property
    def is_resend(self) -> bool:
        return self.occurrence.key.startswith(RESEND)


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
    run = _run(session, campaigns.occurrence(session, occurrence_id))
    if run is None:
        return 0
    if run.dated is not None:
        ids, times = gathered(session, run, now, receipts)
        put_in(session, run, ids, times)
    else:
        meant = meant_by(session, run, receipts)
        times = moments(session, run, meant, now)
        store.insert(session, run.occurrence, meant, times, run.lasts)
    return end(session, run.occurrence, now, _first_fill(session, run, now))


def run_of(session: Session, found: Occurrence, definition: Definition) -> Run:
    """By what is in force for it."""
    at, schedule = home(session), definition.schedule
    if not isinstance(schedule, Recurring):
        return Run(found, definition, at)
    day = turns.day_of(session, schedule, found.key, found.campaign_id, at, found.id)
    return Run(found, policy.on_day(definition, found.key), at, day)


def put_in(session: Session, run: Run, ids: Sequence[int], times: Sequence[Moment]) -> None:
    """A row for each of these people who is there still; on dates of people, whose turn this is. For
    whom it is too late already is told so, and keeps their turn: another day may still reach them."""
    people = store.of_ids(session, ids)
    if run.dated is not None:
        others = store.not_in(turns.untaken(people, run.dated), run.occurrence.id)
        late = store.late(others, times)
        if late is not None:
            store.insert(session, run.occurrence, late, times, run.lasts)
        people = turns.give_turns(session, run.dated, store.in_time(others, times), ids)
    store.insert(session, run.occurrence, people, times, run.lasts)


def _run(session: Session, found: Occurrence | None) -> Run | None:
    """None where it is not to be frozen now, or not any more."""
    if found is None or found.frozen_at is not None or found.missed_at is not None:
        return None
    campaign = campaigns.find(session, found.campaign_id)
    if campaign is None or campaign.wish != Wish.SCHEDULED or stopping.is_stopped(session):
        return None
    version = campaigns.versions_by_id(session, [found.version_id])[found.version_id]
    return run_of(session, found, definitions.in_force(version.definition))


def meant_by(
    session: Session, run: Run, receipts: Sequence[int], until: datetime | None = None
) -> Select[int]:
    """With `until`, of those whose day it is because something happened to them who are due by then.
    Raises NotFound, Mistaken."""
    if run.dated is not None:
        meant = whom(session, run.definition, run.occurrence.due_at)
        return turns.whose_day(session, meant, run.dated, until)
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
    if not run.definition.is_by_person or run.is_resend:
        return [Moment(run.occurrence.due_at, is_late=False)]
    zones = store.zones(session, meant)
    return policy.moments(run.definition, run.occurrence.due_at, now, run.home, zones)


def freeze_some(session: Session, run: Run, ids: Sequence[int], times: Sequence[Moment]) -> bool:
    """One slice; False where the occurrence is not to be frozen any more, or was changed before the
    first. Those who are in it already stay as they are."""
    found = campaigns.occurrence(session, run.occurrence.id, locked=True)
    if not _is_still(session, run, found):
        return False
    put_in(session, run, ids, times)
    failpoint("campaigns.slice")
    return True


def close(session: Session, run: Run, now: datetime) -> bool:
    """After the last slice; False where somebody was first, or has changed it."""
    if not _is_still(session, run, campaigns.held(session, run.occurrence.id)):
        return False
    end(session, run.occurrence, now, _first_fill(session, run, now))
    return True


def _is_still(session: Session, run: Run, found: Occurrence | None) -> bool:
    """What was published between the look at its people and the first of them means others, or
    another hour: then they are looked for anew. It leaves alone what has begun."""
    seen = run.occurrence
    if found is None or (found.version_id, found.key) != (seen.version_id, seen.key):
        return False
    return _run(session, found) is not None


def begin(session: Session, occurrence_id: int, now: datetime) -> Run | None:
    """What is due, to be frozen now; None where it is not, or where it is so late that it is missed
    and waits for a person. What has begun is never missed."""
    run = _run(session, campaigns.held(session, occurrence_id, skip=True))
    if run is None or store.last_frozen(session, occurrence_id):
        return run
    if policy.has_missed(run.definition, run.occurrence.due_at, now, run.home):
        miss(session, occurrence_id, now)
        return None
    return run


def was_missed(session: Session, occurrence_id: int) -> bool:
    found = campaigns.occurrence(session, occurrence_id)
    return found is not None and found.missed_at is not None


def has_begun(session: Session, run: Occurrence) -> bool:
    """Whether its audience is frozen, or is being."""
    return run.frozen_at is not None or store.last_frozen(session, run.id) > 0


def miss(session: Session, occurrence_id: int, now: datetime) -> bool:
    """False where it has begun, or is no more to be frozen."""
    found = campaigns.held(session, occurrence_id)
    if found is None or has_begun(session, found):
        return False
    if not campaigns.change_occurrence(session, found.id, missed_at=now):
        return False
    turns.plan_next(session, found, now)
    journal.record(session, [missed(found, now)], now)
    signal(session, TOPIC, found.campaign_id)
    return True


def missed(run: Occurrence, now: datetime) -> Fact:
    """What is told of a run that was missed, or is for some of its people."""
    data = {"campaign_id": str(run.campaign_id), "occurrence_id": str(run.id)}
    return Fact("campaign.missed", None, now, data)


def waiting(session: Session, now: datetime) -> Waiting:
    """What there is to do."""
    cancelled = store.cancelled(session)
    if stopping.is_stopped(session):
        return Waiting(None, None, cancelled)
    due = campaigns.next_due(session)
    return Waiting(
        due=due[0] if due is not None and due[1] <= now else None,
        fills=campaigns.next_fill(session, now),
        cancelled=cancelled,
    )


def gathered(
    session: Session, run: Run, now: datetime, receipts: Sequence[int]
) -> tuple["array[int]", list[Moment]]:
    """The ids of those who are not in it yet, in their order, and when it is due for whom."""
    meant = meant_by(session, run, receipts, now)
    times = moments(session, run, meant, now)
    after = store.last_frozen(session, run.occurrence.id)
    return array("q", store.ids_after(session, meant, after)), times


def _first_fill(session: Session, run: Run, now: datetime) -> datetime | None:
    if run.dated is None or not turns.comes_in(run.dated.schedule):
        return None
    return turns.next_fill(session, run.dated, run.occurrence.key, now)


def end(session: Session, found: Occurrence, now: datetime, fill_at: datetime | None = None) -> int:
    """Nobody comes in any more, but at `fill_at`; returns how many they are."""
    size = store.size(session, found.id)
    values = {"frozen_at": now, "size": size, "fill_at": fill_at}
    turns.plan_next(session, found, now)
    campaigns.change_occurrence(session, found.id, **values)
    signal(session, TOPIC, found.campaign_id)
    failpoint("campaigns.frozen")
    return size
