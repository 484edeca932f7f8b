"""Told that somebody answered a campaign or followed its link: it stands in the campaign's report, in
the commit in which it happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.responses import store
from campaigns.responses.policy import KINDS, response
from scrm.journal import store as journal
from scrm.journal.values import Recorded


class Responses:
    """Counts what people do with what campaigns sent."""

    name = "campaigns.responses"

    def wants(self, kind: str) -> bool:
        return kind in KINDS

    def react(self, session: Session, facts: Sequence[Recorded], _now: datetime) -> None:
        told = journal.of_people(session, [one.id for one in facts])
        store.add(session, [response(one.kind, one.contact_id, one.at, one.data) for one in told])
