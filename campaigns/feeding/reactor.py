"""Told that a conversation is done with: what was held for it goes on at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.deciding.values import Why
from campaigns.feeding import store
from campaigns.values import TOPIC
from scrm.delivery.holding import service as holding
from scrm.journal import store as journal
from scrm.journal.values import Recorded
from scrm.kernel.signals import signal

HELD_FOR = (Why.CONVERSATION_WAITS.value, Why.JUST_ANSWERED.value)
RESOLVED = "conversation.resolved"


class Releases:
    """What is held is looked at again, and goes unless something else holds it."""

    name = "campaigns"

    def wants(self, kind: str) -> bool:
        return kind == RESOLVED

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        done = journal.of_people(session, [one.id for one in facts])
        people = {one.contact_id for one in done}
        freed = holding.release(session, people, HELD_FOR, now)
        if store.wake(session, people, now) or freed:
            signal(session, TOPIC, 0)
