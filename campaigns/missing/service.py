"""Verbs about being too late: of a moment that nobody began in time, and of who waited too long."""

from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.audience.service import missed
from campaigns.definition.values import Definition
from campaigns.missing import store
from campaigns.tables import Occurrence
from scrm.journal import service as journal

AT_ONCE = 5_000
"""People in one unit."""
OPEN_AT_MOST = timedelta(days=10)
"""From the first moment of a run until it is too late for everybody: all places on Earth, and the
longest time for which a campaign may last."""


def is_late(session: Session, now: datetime) -> bool:
    """Whether it is too late for somebody whose fate is open."""
    first = store.first_late(session)
    return first is not None and first <= now


def end_late(session: Session, now: datetime, at_most: int = AT_ONCE) -> int:
    """Whoever waited too long is missed, whatever for, also of campaigns that are paused; how many, of
    whom there may be more."""
    return store.end_late(session, now, at_most)


def begin_moments(
    session: Session, campaign_id: int, definition: Definition, now: datetime
) -> bool:
    """With the time of each person: what came due since the last look begins, and is missed where that
    is later than the campaign allows. False where there is more to end."""
    if not definition.is_by_person:
        return True
    runs = store.begun(session, campaign_id, now - OPEN_AT_MOST)
    return all([_begin_moments(session, run, definition, now) for run in runs])


def _begin_moments(
    session: Session, run: Occurrence, definition: Definition, now: datetime
) -> bool:
    since = run.begun_until or run.frozen_at or now
    if not store.has_moment(session, run, since, now):
        return True
    late = now - definition.max_lateness - timedelta.resolution
    ended = store.end_moments(session, run, since, late, now, AT_ONCE)
    if ended and store.has_moment(session, run, since, late):
        return False
    if ended:
        journal.record(session, [missed(run, now)], now)
    run.begun_until = now
    session.add(run)
    session.flush()
    return True
