"""Told that two who were taken for one are two: who was left out for the other's sake is looked at
again, and gets it unless it went to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.parting import store
from campaigns.values import TOPIC
from scrm.delivery.following.values import GIVEN_BACK_WITHIN
from scrm.journal import store as journal
from scrm.journal.values import Recorded
from scrm.kernel.signals import signal

SEPARATED = "contact.separated"
FROZEN_WITHIN = timedelta(days=30)
"""How old a run may be."""


class Partings:
    """The outbox's own are given back with their addresses."""

    name = "campaigns_parting"

    def wants(self, kind: str) -> bool:
        return kind == SEPARATED

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        people = {one.contact_id for one in journal.of_people(session, [one.id for one in facts])}
        if store.reopen(session, people, now - FROZEN_WITHIN, now - GIVEN_BACK_WITHIN):
            signal(session, TOPIC, 0)
