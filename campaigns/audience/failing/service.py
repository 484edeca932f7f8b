"""The verb of giving up."""

from datetime import datetime

from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import service as audience
from campaigns.dates import service as turns
from scrm.journal import service as journal


def give_up(session: Session, occurrence_id: int, now: datetime) -> None:
    """Of what can't be frozen, or filled: it is missed, or, where it has begun, goes to those who are in
    it. One on dates of people rests, where its next day would fail as well."""
    found = campaigns.held(session, occurrence_id)
    if found is None:
        return
    if not audience.miss(session, occurrence_id, now):
        if found.frozen_at is None:
            audience.end(session, found, now)
        campaigns.fill_at(session, occurrence_id, None)
        journal.record(session, [audience.missed(found, now)], now)
    if found.turn is not None:
        turns.rest_if_broken(session, found.campaign_id, now)
