"""The verb of rules at work: do what they say to those of whom they hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact
from scrm.contacts.tags import service as tags
from scrm.contacts.tags.values import Given
from tagging.rules.reacting.values import InForce
from tagging.rules.values import Action, PutTag, SetAttributes, TakeTag
from tagging.watching.values import Cause


def carry_out(session: Session, in_force: InForce, causes: Sequence[Cause], now: datetime) -> None:
    """All actions of a rule, in their order, for each person by the first cause that spoke for it."""
    first: dict[int, Cause] = {}
    for one in causes:
        first.setdefault(one.contact_id, one)
    for action in in_force.rule.actions:
        _do(session, in_force, action, list(first.values()), now)


def put_again(
    session: Session, in_force: InForce, tag: str, causes: Sequence[Cause], now: datetime
) -> None:
    """A tag that this rule gives too, and another has taken off."""
    for action in in_force.rule.actions:
        if isinstance(action, PutTag) and action.tag == tag:
            _do(session, in_force, action, causes, now)


def take_back(session: Session, in_force: InForce, causes: Sequence[Cause], now: datetime) -> None:
    """The passing tags, where it was this rule that gave them."""
    names = sorted(in_force.rule.passing_tags)
    if not names or not causes:
        return
    by, rule = _by(in_force), str(in_force.id)
    ids = tags.ids_of(session, names, now)
    taken = [_given(one, ids[name]) for name in names for one in causes]
    tags.take(session, taken, by, now, given_by_rule=rule)


def _by(in_force: InForce) -> dict[str, Any]:
    return {"rule": str(in_force.id), "name": in_force.rule.name, "version": in_force.version}


def _do(
    session: Session, in_force: InForce, action: Action, causes: Iterable[Cause], now: datetime
) -> None:
    by = _by(in_force)
    match action:
        case PutTag():
            tag_id = tags.ids_of(session, [action.tag], now)[action.tag]
            given = [_given(one, tag_id, action) for one in causes]
            in_time = [one for one in given if one.until is None or one.until > now]
            tags.put(session, in_time, by, now)
        case TakeTag():
            tag_id = tags.ids_of(session, [action.tag], now)[action.tag]
            tags.take(session, [_given(one, tag_id) for one in causes], by, now)
        case SetAttributes():
            for one in causes:
                _set(session, one, dict(action.values), now)


def _given(one: Cause, tag_id: int, action: PutTag | None = None) -> Given:
    lasts = action.until if action else None
    until = None if lasts is None else one.at + lasts
    return Given(one.contact_id, tag_id, until, one.evidence, one.cause, one.depth + 1)


def _set(session: Session, one: Cause, values: dict[str, Any], now: datetime) -> None:
    """Nothing is told of what was so already."""
    contact = session.get_one(Contact, one.contact_id)
    new = {name: value for name, value in values.items() if contact.attributes.get(name) != value}
    if new:
        depth = one.depth + 1
        contacts.change(session, contact, {"attributes": new}, now, cause=one.cause, depth=depth)
