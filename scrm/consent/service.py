"""Verbs about consent."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session

from scrm.consent import store
from scrm.consent.policy import is_opt_out
from scrm.consent.tables import Suppression
from scrm.consent.values import Purpose, SuppressionKind, Words
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.signals import signal


def note_opt_outs(
    session: Session, said: Iterable[Words], hashed: Callable[[str], str], now: datetime
) -> None:
    """Suppress marketing to everybody whose message is a stop word, in the commit that keeps it.

    The suppression is keyed by the hashed address, so that it outlives the profile, and
    holds for the person on all channels.
    """
    for words in said:
        if is_opt_out(words.text):
            _suppress(session, words, hashed(words.address), now)


def _suppress(session: Session, words: Words, key: str, now: datetime) -> None:
    evidence = {"message_id": str(words.message_id), "text": words.text}
    added = store.add(
        session,
        Suppression(
            kind=SuppressionKind.CONTACT,
            key=key,
            contact_id=words.contact_id,
            channel_id=words.channel_id,
            purpose=Purpose.MARKETING,
            why="opt_out_word",
            evidence=evidence,
            effective_at=now,
        ),
    )
    if added:
        data = {"purpose": Purpose.MARKETING.value, **evidence}
        journal.record(session, [Fact("consent.withdrawn", words.contact_id, words.at, data)], now)
        signal(session, "contact", words.contact_id)
