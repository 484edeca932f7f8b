"""Verbs about tags: put and take in sets. Doing what is done already changes nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.tables import Contact
from scrm.contacts.tags import store
from scrm.contacts.tags.board import service as board
from scrm.contacts.tags.values import Given, Worn, WornView
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.signals import signal


def of_contact(session: Session, contact_id: int, now: datetime) -> list[WornView]:
    """What a person has, also as whoever is joined into them. Raises NotFound."""
    _require(session, contact_id)
    return store.of_contact(session, store.who_is(session, contact_id), now)


def put_by_hand(
    session: Session, contact_id: int, name: str, set_by: Mapping[str, Any], now: datetime
) -> None:
    """Of a tag that was put away, it comes back. Raises NotFound, and Conflict where the contact is
    joined into another."""
    if _require(session, contact_id).joined_into is not None:
        raise Conflict("This contact is joined into another; tag that one", code="joined_away")
    tag_id = ids_of(session, [name], now)[name]
    board.bring_back(session, tag_id)
    put(session, [Given(contact_id, tag_id, set_by)], now)


def take_by_hand(
    session: Session, contact_id: int, tag_id: int, set_by: Mapping[str, Any], now: datetime
) -> None:
    """From the person, also as whoever is joined into them. Raises NotFound."""
    _require(session, contact_id)
    take(session, [Given(contact_id, tag_id, set_by)], now)


def _require(session: Session, contact_id: int) -> Contact:
    found = session.get(Contact, contact_id)
    if found is None or found.erased_at is not None:
        raise NotFound("contact", contact_id)
    return found


def ids_of(session: Session, names: Collection[str], now: datetime) -> dict[str, int]:
    """The tags of these names; those that are missing are made."""
    known = store.ids_of(session, names)
    missing = sorted(set(names) - set(known))
    if missing:
        store.make(session, missing, now)
        known = store.ids_of(session, names)
    return known


def put(session: Session, given: Sequence[Given], now: datetime) -> set[tuple[int, int]]:
    """Give tags to people, and record `tag.added` of each who had it not.

    Who has it keeps it for as long as the longest of all says, and the evidence that it began with.
    Returns the contact and tag of those that are new.
    """
    wanted = _merged(given)
    if not wanted:
        return set()
    there = {(one.contact_id, one.tag_id): one for one in _worn(session, wanted)}
    lapsed = {key: one for key, one in there.items() if one.until and one.until <= now}
    end_lapsed(session, list(lapsed.values()), now)
    kept = {key: one for key, one in there.items() if key not in lapsed}
    store.extend(session, _extended(kept, wanted))
    made = store.put(session, [one for key, one in wanted.items() if key not in kept], now)
    _record(session, "tag.added", [wanted[key] for key in wanted if key in made], now)
    return made


def _merged(given: Sequence[Given]) -> dict[tuple[int, int], Given]:
    """By contact and tag: the first of each, until the end of the longest."""
    merged: dict[tuple[int, int], Given] = {}
    for one in given:
        key = (one.contact_id, one.tag_id)
        first = merged.setdefault(key, one)
        if first.until is not None and (one.until is None or one.until > first.until):
            merged[key] = first._replace(until=one.until)
    return merged


def _worn(session: Session, keys: Collection[tuple[int, int]]) -> list[Worn]:
    contact_ids, tag_ids = ({key[place] for key in keys} for place in (0, 1))
    return [
        one
        for one in store.worn(session, contact_ids, tag_ids)
        if (one.contact_id, one.tag_id) in keys
    ]


def _extended(
    kept: Mapping[tuple[int, int], Worn], given: Mapping[tuple[int, int], Given]
) -> dict[int, datetime | None]:
    longer = {}
    for key, one in kept.items():
        until = given[key].until
        if one.until is not None and (until is None or until > one.until):
            longer[one.id] = until
    return longer


def take(
    session: Session,
    taken: Sequence[Given],
    now: datetime,
    *,
    given_by_rule: str = "",
) -> set[tuple[int, int]]:
    """Take tags off people, also as whoever is joined into them, and record `tag.removed` of each
    who had it. With the id of a rule only what that rule has given."""
    latest = {(one.contact_id, one.tag_id): one for one in taken}
    if not latest:
        return set()
    there = _worn(session, latest)
    if given_by_rule:
        there = [one for one in there if one.set_by.get("rule") == given_by_rule]
    lapsed = [one for one in there if one.until and one.until <= now]
    end_lapsed(session, lapsed, now)
    had = [one for one in there if one not in lapsed]
    store.end(session, {one.id: now for one in had})
    keys = dict.fromkeys((one.contact_id, one.tag_id) for one in had)
    _record(session, "tag.removed", [latest[key] for key in keys], now)
    return set(keys)


def end_due(session: Session, now: datetime, limit: int) -> int:
    """End those whose time is up; returns how many there were."""
    found = store.lapsed(session, now, limit)
    end_lapsed(session, found, now)
    return len(found)


def end_lapsed(session: Session, worn: Sequence[Worn], now: datetime) -> None:
    """They ended by themselves, when their time was up."""
    ends = {one.id: one.until for one in worn if one.until is not None}
    if not ends:
        return
    store.end(session, ends)
    facts = [
        Fact("tag.removed", one.contact_id, ends[one.id], {"tag": one.tag, "by": {"lapsed": True}})
        for one in worn
        if one.id in ends
    ]
    journal.record(session, facts, now)
    for one in worn:
        signal(session, "contact", one.contact_id)


def _record(
    session: Session,
    kind: str,
    changed: Sequence[Given],
    now: datetime,
) -> None:
    if not changed:
        return
    names = store.names_of(session, {one.tag_id for one in changed})
    facts = [
        Fact(kind, one.contact_id, now, _data(one, names), one.cause, one.depth) for one in changed
    ]
    journal.record(session, facts, now)
    for one in changed:
        signal(session, "contact", one.contact_id)


def _data(one: Given, names: Mapping[int, str]) -> dict[str, Any]:
    return {"tag": names[one.tag_id], "by": dict(one.by), "evidence": dict(one.evidence)}
