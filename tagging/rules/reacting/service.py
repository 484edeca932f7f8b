"""The verb of rules at work: do what they say to those of whom they hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact
from scrm.contacts.tags import service as tags
from scrm.contacts.tags.values import Given
from tagging.rules.reacting.values import Happened, InForce
from tagging.rules.values import Action, PutTag, SetAttributes, TakeTag


def carry_out(session: Session, in_force: InForce, hits: Sequence[Happened], now: datetime) -> None:
    """All actions of a rule, in their order, for each person by the first event that spoke for it."""
    first: dict[int, Happened] = {}
    for one in hits:
        first.setdefault(one.contact_id, one)
    for action in in_force.rule.actions:
        _do(session, in_force, action, list(first.values()), now)


def _do(
    session: Session, in_force: InForce, action: Action, hits: Iterable[Happened], now: datetime
) -> None:
    by = {"rule": str(in_force.id), "name": in_force.rule.name, "version": in_force.version}
    match action:
        case PutTag():
            tag_id = tags.ids_of(session, [action.tag], now)[action.tag]
            given = [_given(one, tag_id, action) for one in hits]
            in_time = [one for one in given if one.until is None or one.until > now]
            tags.put(session, in_time, by, now)
        case TakeTag():
            tag_id = tags.ids_of(session, [action.tag], now)[action.tag]
            tags.take(session, [_given(one, tag_id) for one in hits], by, now)
        case SetAttributes():
            for one in hits:
                _set(session, one, dict(action.values), now)


def _given(one: Happened, tag_id: int, action: PutTag | None = None) -> Given:
    lasts = action.until if action else None
    until = None if lasts is None else one.at + lasts
    evidence: dict[str, Any] = {"event_id": str(one.id)}
    if one.message_id:
        evidence["message_id"] = one.message_id
    return Given(one.contact_id, tag_id, until, evidence, f"event:{one.id}", one.depth + 1)


def _set(session: Session, one: Happened, values: dict[str, Any], now: datetime) -> None:
    """Nothing is told of what was so already."""
    contact = session.get_one(Contact, one.contact_id)
    new = {name: value for name, value in values.items() if contact.attributes.get(name) != value}
    if new:
        cause, depth = f"event:{one.id}", one.depth + 1
        contacts.change(session, contact, {"attributes": new}, now, cause=cause, depth=depth)
