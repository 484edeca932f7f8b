"""Told that somebody ended marketing by a word, the hub says once that it has ended, in the same
commit and on the same channel. Which is a service message: it keeps no caps, waits for no quiet hours,
and no opt-out stops it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.consent import service as consent
from scrm.conversations import service as conversations
from scrm.conversations.confirming import policy, store
from scrm.conversations.confirming.store import Said
from scrm.conversations.values import SYSTEM, Draft
from scrm.delivery.values import Lane
from scrm.journal import store as journal
from scrm.journal.values import Recorded
from scrm.organisation import service as organisation

WITHDRAWN = "consent.withdrawn"
OPT_OUT = {"confirms": "opt_out"}
"""How the message is marked, that everybody may see why it was written."""


class Confirmations:
    """Answers a person's first stop word."""

    name = "conversations.confirming"

    def wants(self, kind: str) -> bool:
        return kind == WITHDRAWN

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        for told in journal.of_people(session, [one.id for one in facts]):
            message_id = str(told.data.get("message_id", ""))
            standing = consent.standing(session, told.contact_id)
            if not (message_id and policy.is_first(message_id, standing)):
                continue
            if said := store.said(session, int(message_id)):
                _confirm(session, said, now)


def _confirm(session: Session, said: Said, now: datetime) -> None:
    """Once, and not to an address that is known to be blocked."""
    if said.is_unreachable or not said.can_answer or store.is_confirmed(session, said):
        return
    ours = organisation.settings(session)
    text = policy.confirmation(ours.organisation_name, said.locale, said.text, ours.locale)
    draft = Draft(text, automatic=OPT_OUT | {"message_id": str(said.message_id)})
    lane = Lane.TRANSACTIONAL
    conversations.send(session, said.conversation_id, SYSTEM, draft, now, lane=lane)
