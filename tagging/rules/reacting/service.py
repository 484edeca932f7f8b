"""The verb of rules at work: do what they say to those of whom they hold."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact
from scrm.contacts.tags import service as tags
from scrm.contacts.tags.values import Given
from scrm.conversations.routing.service import route_together
from scrm.conversations.routing.values import Routed
from scrm.conversations.values import Author, AuthorKind
from scrm.kernel.errors import Conflict
from scrm.teams import service as teams
from scrm.teams.values import TeamBrief, Whom
from tagging.rules.reacting.values import InForce
from tagging.rules.values import AssignTo, PutTag, SetAttributes, TakeTag
from tagging.watching.values import Cause


def carry_out(session: Session, in_force: InForce, causes: Sequence[Cause], now: datetime) -> None:
    """All actions of a rule, in their order, for each person by the first cause that spoke for it."""
    carry_out_all(session, [(in_force, causes)], now)


def carry_out_all(
    session: Session, spoken: Iterable[tuple[InForce, Sequence[Cause]]], now: datetime
) -> None:
    """As `carry_out` of one rule after another. Tags of rules that follow one another are given in
    one set, and so are conversations: what a rule costs does not grow with the others."""
    spoken = list(spoken)
    acts = [
        (in_force, action, first)
        for in_force, causes in spoken
        for first in [_first_of_each(causes)]
        for action in in_force.rule.actions
        if not isinstance(action, AssignTo)
    ]
    names = {one.tag for _, one, _ in acts if isinstance(one, PutTag | TakeTag)}
    ids = tags.ids_of(session, names, now) if names else {}
    waiting: list[Given] = []
    for in_force, action, causes in acts:
        match action:
            case PutTag():
                given = (_given(in_force, one, ids[action.tag], action) for one in causes)
                waiting += [one for one in given if one.until is None or one.until > now]
            case TakeTag():
                waiting = _put(session, waiting, now)
                taken = [_given(in_force, one, ids[action.tag]) for one in causes]
                tags.take(session, taken, now)
            case SetAttributes():
                waiting = _put(session, waiting, now)
                for one in causes:
                    _set(session, one, dict(action.values), now)
    _put(session, waiting, now)
    route_together(session, list(_routed(session, spoken)), now)


def _routed(
    session: Session, spoken: Iterable[tuple[InForce, Sequence[Cause]]]
) -> Iterator[Routed]:
    """The conversations of the causes, and all of a person's where a cause is about none."""
    whoever: dict[Whom, Author | TeamBrief] = {}
    for in_force, causes in spoken:
        by = Author(AuthorKind.RULE, in_force.id, in_force.rule.name)
        for action in in_force.rule.actions:
            if not isinstance(action, AssignTo):
                continue
            to = whoever.get(action.whom) or _recipient(session, action.whom)
            whoever[action.whom] = to
            for one in causes:
                where = one.conversation_id
                yield Routed(one.contact_id, where, to, by, one.cause, one.depth + 1)


def _recipient(session: Session, whom: Whom) -> Author | TeamBrief:
    """Raises Conflict: a rule that calls for somebody who is gone does not go on as if it had."""
    if team := teams.find_team(session, whom):
        return team
    if user := teams.find_user(session, whom):
        return Author(AuthorKind.USER, user.id, user.name)
    what = "team" if whom.team else "colleague"
    raise Conflict(f"There is no {what} {whom.named} any more", code="nobody_named")


def _put(session: Session, waiting: Sequence[Given], now: datetime) -> list[Given]:
    """Before whatever else comes; nothing waits any more."""
    tags.put(session, waiting, now)
    return []


def _first_of_each(causes: Iterable[Cause]) -> list[Cause]:
    first: dict[int, Cause] = {}
    for one in causes:
        first.setdefault(one.contact_id, one)
    return list(first.values())


def put_again(
    session: Session, in_force: InForce, tag: str, causes: Sequence[Cause], now: datetime
) -> None:
    """A tag that this rule gives too, and another has taken off."""
    actions = (one for one in in_force.rule.actions if isinstance(one, PutTag) and one.tag == tag)
    tag_id = tags.ids_of(session, [tag], now)[tag]
    for action in actions:
        given = (_given(in_force, one, tag_id, action) for one in causes)
        tags.put(session, [one for one in given if one.until is None or one.until > now], now)


def take_back(session: Session, in_force: InForce, causes: Sequence[Cause], now: datetime) -> None:
    """The passing tags, where it was this rule that gave them."""
    names = sorted(in_force.rule.passing_tags)
    if not names or not causes:
        return
    ids = tags.ids_of(session, names, now)
    taken = [_given(in_force, one, ids[name]) for name in names for one in causes]
    tags.take(session, taken, now, given_by_rule=str(in_force.id))


def _given(in_force: InForce, one: Cause, tag_id: int, action: PutTag | None = None) -> Given:
    by = {"rule": str(in_force.id), "name": in_force.rule.name, "version": in_force.version}
    lasts = action.until if action else None
    until = None if lasts is None else one.at + lasts
    return Given(one.contact_id, tag_id, by, until, one.evidence, one.cause, one.depth + 1)


def _set(session: Session, one: Cause, values: dict[str, Any], now: datetime) -> None:
    """Nothing is told of what was so already."""
    contact = session.get_one(Contact, one.contact_id)
    new = {name: value for name, value in values.items() if contact.attributes.get(name) != value}
    if new:
        depth = one.depth + 1
        contacts.change(session, contact, {"attributes": new}, now, cause=one.cause, depth=depth)
