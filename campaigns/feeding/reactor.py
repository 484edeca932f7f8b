"""Told that somebody waits for us no more: what was held for it is looked at at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.deciding.values import Why
from campaigns.feeding import store
from campaigns.values import TOPIC
from scrm.delivery.holding import service as holding
from scrm.journal import store as journal
from scrm.journal.store import Told
from scrm.journal.values import Recorded
from scrm.kernel.signals import signal

HELD_FOR = (Why.CONVERSATION_WAITS.value, Why.JUST_ANSWERED.value)
SENT = "message.sent"
ENDS = frozenset(
    (
        SENT,
        "conversation.resolved",
        "conversation.handed_back",
        "contact.joined",
        "contact.separated",
    )
)
"""After these a conversation may wait for us no more, or be somebody else's."""


class Releases:
    """What is held is looked at again, and goes unless something else holds it."""

    name = "campaigns"

    def wants(self, kind: str) -> bool:
        return kind in ENDS

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        told = journal.of_people(session, [one.id for one in facts])
        people = _people(session, told)
        if not people:
            return
        freed = holding.release(session, people, HELD_FOR, now)
        if store.wake(session, people, HELD_FOR, now) or freed:
            signal(session, TOPIC, 0)


def _people(session: Session, told: Sequence[Told]) -> set[int]:
    """Whose waiting may have ended. What a campaign sends answers nobody, and comes by the hundred."""
    sent = {int(one.data["delivery_id"]): one.contact_id for one in told if one.kind == SENT}
    others = {one.contact_id for one in told if one.kind != SENT}
    answers = store.of_no_campaign(session, sent) if sent else set()
    return others | {sent[one] for one in answers}
