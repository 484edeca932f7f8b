"""Told that somebody ended marketing by a word, the hub says once that it has ended, in the same
commit and on the same channel. Which is a service message: it keeps no caps, waits for no quiet hours,
and no opt-out stops it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.consent import service as consent
from scrm.conversations import service as conversations
from scrm.conversations.confirming import policy, store
from scrm.conversations.confirming.store import Said
from scrm.conversations.letters.service import send_together
from scrm.conversations.letters.values import Letter
from scrm.conversations.values import SYSTEM, Draft
from scrm.delivery.values import Lane
from scrm.journal import store as journal
from scrm.journal.values import Recorded
from scrm.organisation import service as organisation
from scrm.organisation.service import OrganisationSettings

WITHDRAWN = "consent.withdrawn"
OPT_OUT = {"confirms": "opt_out"}
"""How the message is marked, that everybody may see why it was written."""


class Confirmations:
    """Answers a person's first stop word."""

    name = "conversations.confirming"

    def wants(self, kind: str) -> bool:
        return kind == WITHDRAWN

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        told = journal.of_people(session, [one.id for one in facts])
        words = {
            int(message_id): one.contact_id
            for one in told
            if (message_id := one.data.get("message_id"))
        }
        if words:
            _confirm(session, _first(session, words), now)


def _first(session: Session, words: Mapping[int, int]) -> list[int]:
    """Of these words, by the person who said each, those that were their first."""
    standing = consent.standing_each(session, set(words.values()))
    said = {who: policy.words_of(some) for who, some in standing.items()}
    whose = store.whose(session, {one for some in said.values() for one in some})
    found = []
    for message_id, who in words.items():
        theirs = {one for one in said[who] if whose.get(one) == who}
        if policy.is_first(message_id, said[who], theirs):
            found.append(message_id)
    return found


def _confirm(session: Session, message_ids: Sequence[int], now: datetime) -> None:
    """Each once, and none to an address that is known to be blocked."""
    said = store.said(session, message_ids) if message_ids else []
    done = store.confirmed(session, said)
    some = [
        one
        for one in said
        if one.can_answer and not one.is_unreachable and one.message_id not in done
    ]
    if not some:
        return
    ours, lane = organisation.settings(session), Lane.TRANSACTIONAL
    going = {one.conversation_id: one for one in some if not one.is_done_with}
    letters = [Letter(where, _words(one, ours)) for where, one in going.items()]
    send_together(session, SYSTEM, letters, now, lane)
    for one in some:
        if one.is_done_with:
            draft = _words(one, ours)
            conversations.send(session, one.conversation_id, SYSTEM, draft, now, lane=lane)


def _words(said: Said, ours: OrganisationSettings) -> Draft:
    text = policy.confirmation(ours.organisation_name, said.locale, said.text, ours.locale)
    return Draft(text, automatic=OPT_OUT | {"message_id": str(said.message_id)})
