"""Verbs about consent."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.consent import store
from scrm.consent.basis import store as basis
from scrm.consent.ending import service as ending
from scrm.consent.holding import service as holding
from scrm.consent.ledger import service as ledger
from scrm.consent.policy import is_opt_out
from scrm.consent.tables import Suppression
from scrm.consent.values import (
    OPT_OUT_LINK,
    OPT_OUT_WORD,
    Pressed,
    Purpose,
    SuppressionKind,
    Words,
)
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
    stops = [words for words in said if is_opt_out(words.text)]
    holding.hold(session, [words.contact_id for words in stops])
    ended = [_suppress(session, words, hashed, now) for words in stops]
    ledger.note_ended(session, [one for one in ended if one is not None], hashed)


def _suppress(
    session: Session, words: Words, hashed: Callable[[str], str], now: datetime
) -> Suppression | None:
    evidence = {"message_id": str(words.message_id), "text": words.text}
    end = _ending(words, OPT_OUT_WORD, hashed(words.address), evidence, now)
    return (
        end
        if ending.end(session, end, words.at, evidence, hashed, now)
        else ending.said_again(session, end, now)
    )


def end_by_link(
    session: Session, pressed: Pressed, hashed: Callable[[str], str], now: datetime
) -> bool:
    """As by a stop word, by the link of a message; False where that did nothing new."""
    holding.hold(session, [pressed.contact_id])
    evidence = {"message_id": str(pressed.message_id), **pressed.of}
    end = _ending(pressed, OPT_OUT_LINK, hashed(pressed.address), evidence, now)
    if not ending.end(session, end, now, {"how": OPT_OUT_LINK, **evidence}, hashed, now):
        ending.said_again(session, end, now)
        return False
    ledger.note_ended(session, [end], hashed)
    return True


def _ending(
    by: Words | Pressed, why: str, key: str, evidence: Mapping[str, Any], now: datetime
) -> Suppression:
    return Suppression(
        kind=SuppressionKind.CONTACT,
        key=key,
        contact_id=by.contact_id,
        channel_id=by.channel_id,
        purpose=Purpose.MARKETING,
        why=why,
        evidence=dict(evidence),
        effective_at=now,
    )


def take_back(session: Session, contact_id: int, message_id: int, now: datetime) -> bool:
    """What this person ended by this message's link just now was a mistake: it is as if they had not
    pressed, and whatever else stands goes on standing. False where there is nothing to take back.
    Nobody agrees to anything by it: what was in force before is in force."""
    holding.hold(session, [contact_id])
    row = pressed(session, contact_id, message_id)
    if row is None or not ending.may_take_back(row, now):
        return False
    store.drop(session, row.id)
    ledger.note_lifted(session, [(row.key, row.purpose)])
    data = {"purpose": row.purpose, **row.evidence}
    journal.record(session, [Fact("consent.restored", contact_id, now, data)], now)
    signal(session, "contact", contact_id)
    return True


def pressed(session: Session, contact_id: int, message_id: int) -> Suppression | None:
    """What this person ended by this message's link."""
    for one in store.of_people(session, [contact_id]):
        if one.why == OPT_OUT_LINK and one.evidence.get("message_id") == str(message_id):
            return one
    return None


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
                _pass_on(session, cause, contact_id, joining_id, hashed)
                data = {"purpose": purpose, "joining_id": str(joining_id)}
                journal.record(session, [Fact("consent.withdrawn", contact_id, now, data)], now)


def _pass_on(
    session: Session,
    cause: Suppression,
    contact_id: int,
    joining_id: int,
    hashed: Callable[[str], str],
) -> None:
    evidence = cause.evidence | {"joining_id": str(joining_id), "of": str(cause.id)}
    key = hashed(f"contact:{contact_id}")
    row = _repeat(session, cause, key, contact_id, why="joined", evidence=evidence)
    ledger.note_ended(session, row, hashed)


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
            row = _repeat(session, cause, hashed(f"contact:{contact_id}"), contact_id)
            ledger.note_ended(session, row, hashed)
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
    theirs = {*contact_ids, None}
    kept = [one for one in store.of_keys(session, keys) if one.contact_id in theirs]
    ledger.note_lifted(session, store.unname(session, contact_ids, keys))
    ledger.note_unnamed(session, kept)
    basis.forget(session, contact_ids)


def _repeat(
    session: Session,
    cause: Suppression,
    key: str,
    contact_id: int | None,
    *,
    why: str = "",
    evidence: Mapping[str, Any] | None = None,
) -> list[Suppression]:
    """The same for another subject, for its own reason where none is given, and without its
    evidence. Returns it; nothing where it stood already."""
    row = Suppression(
        kind=SuppressionKind.CONTACT,
        key=key,
        contact_id=contact_id,
        channel_id=cause.channel_id,
        purpose=cause.purpose,
        why=why or cause.why,
        evidence=dict(evidence or {}),
        effective_at=cause.effective_at,
    )
    return [row] if store.add(session, row) else []
