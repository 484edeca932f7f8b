"""Told that somebody was erased: their rows lead to nobody from that commit on."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.forgetting import service
from scrm.journal import store as journal
from scrm.journal.values import Recorded

ERASED = "contact.erased"


class Forgetting:
    """Whoever was joined into them is erased with them."""

    name = "campaigns_forgetting"

    def wants(self, kind: str) -> bool:
        return kind == ERASED

    def react(self, session: Session, facts: Sequence[Recorded], _now: datetime) -> None:
        told = journal.of_people(session, [one.id for one in facts])
        service.forget(session, {int(each) for one in told for each in one.data["contact_ids"]})
