"""Verbs about what is held: it comes back when its time has come, or when somebody lets it go. It is
looked at again before it is sent."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from scrm.delivery import service
from scrm.delivery.holding import store
from scrm.delivery.tables import Delivery
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.signals import signal

MOST = 500
"""What comes back in one commit."""


def come_back(session: Session, now: datetime, at_most: int = MOST) -> int:
    """Queue what is held until now; how many there were, of which there may be more."""
    return _queued(session, store.come_back(session, now, at_most))


def end_late(session: Session, now: datetime, at_most: int = MOST) -> int:
    """What waits and became too late is missed, whatever it waited for; how many there were, of which
    there may be more."""
    ended = store.end_late(session, now, at_most)
    facts = [_told(one, now) for one in ended]
    journal.record(session, facts, now)
    for one in ended:
        signal(session, service.TOPIC, one.channel_id)
        service.announce(session, one)
    session.expire_all()
    return len(facts)


def _told(delivery: Delivery, now: datetime) -> Fact:
    of = {
        "campaign_id": str(delivery.campaign_id),
        "identity_id": str(delivery.identity_id),
    }
    data = service.told(delivery, delivery.reason) | of
    return Fact("delivery.blocked", delivery.contact_id, now, data)


def first_late(session: Session) -> datetime | None:
    """When the next of what waits becomes too late."""
    return store.first_late(session)


def release(
    session: Session, contact_ids: Collection[int], reasons: Collection[str], now: datetime
) -> int:
    """Queue at once what campaigns send these people and is held for one of `reasons`; how many."""
    if not contact_ids or not reasons:
        return 0
    return _queued(session, store.release(session, contact_ids, reasons, now))


def let_go(
    session: Session, campaign_ids: Collection[int], reasons: Collection[str], now: datetime
) -> int:
    """Queue at once what these campaigns send and is held for one of `reasons`; how many."""
    if not campaign_ids or not reasons:
        return 0
    return _queued(session, store.let_go(session, campaign_ids, reasons, now))


def held_for(session: Session, reasons: Collection[str]) -> set[int]:
    """Campaigns of which something is held for one of `reasons`."""
    return store.held_for(session, reasons)


def next_due(session: Session) -> datetime | None:
    """When something comes back by itself; far away where it all has to be let go."""
    return store.next_due(session)


def _queued(session: Session, channel_ids: Collection[int]) -> int:
    for channel_id in channel_ids:
        signal(session, service.TOPIC, channel_id)
    if channel_ids:
        session.expire_all()
    return len(channel_ids)
