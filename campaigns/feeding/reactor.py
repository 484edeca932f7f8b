"""Told that somebody waits for us no more, or that a message does not go after all: what was held for
it is looked at at once."""

from collections.abc import Collection, Sequence
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

ROOM = frozenset(("delivery.blocked", "delivery.failed"))
"""After these there may be room under a cap."""
FOR_ROOM = (Why.CAP.value,)


class Releases:
    """What is held is looked at again, and goes unless something else holds it."""

    name = "campaigns"

    def wants(self, kind: str) -> bool:
        return kind in ENDS or kind in ROOM

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        told = journal.of_people(session, [one.id for one in facts])
        free = {one.contact_id for one in told if one.kind in ROOM}
        waited = _people(session, [one for one in told if one.kind in ENDS])
        for people, reasons in ((waited, HELD_FOR), (free, FOR_ROOM)):
            if people:
                _release(session, people, reasons, now)


def _release(
    session: Session, people: Collection[int], reasons: Collection[str], now: datetime
) -> None:
    freed = holding.release(session, people, reasons, now)
    if store.wake(session, people, reasons, now) or freed:
        signal(session, TOPIC, 0)


def _people(session: Session, told: Sequence[Told]) -> set[int]:
    """Whose waiting may have ended. What a campaign sends answers nobody, and comes by the hundred."""
    sent = {int(one.data["delivery_id"]): one.contact_id for one in told if one.kind == SENT}
    others = {one.contact_id for one in told if one.kind != SENT}
    answers = store.of_no_campaign(session, sent) if sent else set()
    return others | {sent[one] for one in answers}
