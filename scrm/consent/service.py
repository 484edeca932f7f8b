"""Verbs about consent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.consent import store
from scrm.consent.basis import store as basis
from scrm.consent.holding import service as holding
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
    ending = [words for words in said if is_opt_out(words.text)]
    holding.hold(session, [words.contact_id for words in ending])
    for words in ending:
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


def standing(session: Session, contact_id: int) -> list[Suppression]:
    """All that says that a person wants nothing, the earliest first."""
    return store.of_people(session, [contact_id])


def standing_each(session: Session, contact_ids: Collection[int]) -> dict[int, list[Suppression]]:
    """The same, by person."""
    found: dict[int, list[Suppression]] = {one: [] for one in contact_ids}
    for one in store.of_people(session, contact_ids):
        if one.contact_id is not None:
            found[one.contact_id].append(one)
    return found


def ended(session: Session, contact_id: int) -> list[str]:
    """The purposes for which a person wants nothing from us."""
    return sorted({one.purpose for one in store.of_people(session, [contact_id])})


def share(
    session: Session,
    contact_ids: Sequence[int],
    joining_id: int,
    hashed: Callable[[str], str],
    now: datetime,
) -> None:
    """What one of these contacts has ended is ended for each of them, and stays so whatever becomes
    of their joining: a person who said stop is never written to because we were wrong about who
    they are."""
    holding.hold(session, contact_ids)
    standing = store.of_people(session, contact_ids)
    ended_by = {(one.contact_id, one.purpose) for one in standing}
    first = {one.purpose: one for one in reversed(standing)}
    for contact_id in contact_ids:
        for purpose, cause in first.items():
            if (contact_id, purpose) not in ended_by:
                _pass_on(session, cause, contact_id, joining_id, hashed(f"contact:{contact_id}"))
                data = {"purpose": purpose, "joining_id": str(joining_id)}
                journal.record(session, [Fact("consent.withdrawn", contact_id, now, data)], now)


def _pass_on(
    session: Session, cause: Suppression, contact_id: int, joining_id: int, key: str
) -> None:
    evidence = cause.evidence | {"joining_id": str(joining_id), "of": str(cause.id)}
    _repeat(session, cause, key, contact_id, why="joined", evidence=evidence)


def recall(
    session: Session,
    newcomers: Iterable[tuple[int, str]],
    hashed: Callable[[str], str],
    now: datetime,
) -> None:
    """Who is met for the first time, as contact and `platform:external_id`, may have been here
    before and been erased: what had been ended from that address then is ended still. Nothing is sent
    yet to whom nobody had met: they are not held."""
    by_key = {hashed(address): contact_id for contact_id, address in newcomers}
    for cause in store.of_keys(session, by_key):
        contact_id = by_key[cause.key]
        if cause.contact_id is None:
            store.name(session, cause.id, contact_id)
        elif cause.contact_id != contact_id:
            _repeat(session, cause, hashed(f"contact:{contact_id}"), contact_id)
        data = {"purpose": cause.purpose}
        journal.record(session, [Fact("consent.withdrawn", contact_id, now, data)], now)


def forget(
    session: Session,
    contact_ids: Collection[int],
    message_ids: Collection[int],
    addresses: Iterable[str],
    hashed: Callable[[str], str],
) -> None:
    """What these people have ended stays ended at each of their addresses, given as
    `platform:external_id`, and nothing says whose that was. Others who ended something because of
    these messages keep it without them."""
    standing = store.of_people(session, contact_ids)
    first = {one.purpose: one for one in reversed(standing)}
    keys = [hashed(address) for address in addresses]
    for key in keys:
        for cause in first.values():
            _repeat(session, cause, key, None)
    store.forget_evidence(session, [one.id for one in standing], message_ids)
    store.unname(session, contact_ids, keys)
    basis.forget(session, contact_ids)


def _repeat(
    session: Session,
    cause: Suppression,
    key: str,
    contact_id: int | None,
    *,
    why: str = "",
    evidence: Mapping[str, Any] | None = None,
) -> None:
    """The same for another subject, for its own reason where none is given, and without its
    evidence."""
    store.add(
        session,
        Suppression(
            kind=SuppressionKind.CONTACT,
            key=key,
            contact_id=contact_id,
            channel_id=cause.channel_id,
            purpose=cause.purpose,
            why=why or cause.why,
            evidence=dict(evidence or {}),
            effective_at=cause.effective_at,
        ),
    )
