"""Verbs about rules: write, publish, roll back, pause, put away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.tags import service as tags
from scrm.journal.values import KNOWN
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.signals import signal
from scrm.teams import service as teams
from tagging.rules import store
from tagging.rules.loops.policy import endless_ring
from tagging.rules.shapes import policy as shapes
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.rules.values import PutTag, Rule, RuleState
from tagging.watching import service as watching

TOPIC = "rules"
COUNT_WITHIN = 2.0
"""Seconds: who waits for a list of rules waits for them, and less for their figures."""


def read(definition: object, session: Session | None = None) -> Rule:
    """Raises Mistaken with all that is wrong and where, and for a rule that undoes itself. With a
    session, teams and colleagues are known."""
    known = None if session is None else teams.nameable(session)
    rule = shapes.read(definition, KNOWN, known)
    if endless_ring(rule, []):
        raise Invalid(
            "then", "sets this rule off again and undoes what it did; take one of both out"
        )
    return rule


def write(
    session: Session, definition: Mapping[str, Any], now: datetime, *, rule_id: int | None = None
) -> RuleRow:
    """A new draft, or the draft of a rule changed; what is published stays as it is. Raises Mistaken,
    NotFound, and Conflict where another rule has the name."""
    rule = read(definition, session)
    namesake = store.find_named(session, rule.name)
    if namesake is not None and namesake.id != rule_id:
        raise _taken(rule.name)
    if rule_id is None:
        row = RuleRow(name=rule.name, definition={}, created_at=now, updated_at=now)
    else:
        row = _held(session, rule_id)
    row.name, row.definition, row.updated_at = rule.name, dict(definition), now
    session.add(row)
    session.flush()
    _changed(session, row)
    return row


def publish(
    session: Session,
    rule_id: int,
    by: Mapping[str, Any],
    now: datetime,
    *,
    past: bool = False,
) -> tuple[RuleRow, list[str]]:
    """Put the draft in force, from the next event on, and make the tags that it gives; with `past` it
    also acts on all of whom it holds already, behind this unit. The names of those rules with which
    it may go round for ever are told. Raises NotFound and Mistaken."""
    row = _held(session, rule_id)
    rule = read(row.definition, session)
    newest = store.versions(session, rule_id)
    number = newest[0].number + 1 if newest else 1
    session.add(
        RuleVersion(
            rule_id=rule_id,
            number=number,
            definition=row.definition,
            published_at=now,
            published_by=dict(by),
        )
    )
    tags.ids_of(session, [one.tag for one in rule.actions if isinstance(one, PutTag)], now)
    row.version, row.state, row.reason, row.updated_at = number, RuleState.LIVE, "", now
    session.add(row)
    session.flush()
    _changed(session, row)
    if past or rule.watches or _was_filled(session, row):
        watching.fill(session, rule_id, now, acts=past)
    return row, ring_of(session, rule, but=rule_id)


def _was_filled(session: Session, row: RuleRow) -> bool:
    """Whether something may be kept for it that is out of date now."""
    return watching.filling(session, row.id) is not None


def ring_of(session: Session, rule: Rule, *, but: int = 0) -> list[str]:
    """The names of those rules in force with which it may go round for ever; empty without any."""
    others = [shapes.read(one, KNOWN) for rule_id, _, one in store.live(session) if rule_id != but]
    return endless_ring(rule, others)


def roll_back(
    session: Session, rule_id: int, number: int, by: Mapping[str, Any], now: datetime
) -> RuleRow:
    """Put an earlier version in force again, as a new one. Raises NotFound."""
    row = _held(session, rule_id)
    earlier = store.version(session, rule_id, number)
    if earlier is None:
        raise NotFound("version", number)
    write(session, earlier.definition, now, rule_id=rule_id)
    publish(session, rule_id, by, now)
    return row


def apply(
    session: Session,
    definition: Mapping[str, Any],
    by: Mapping[str, Any],
    now: datetime,
    *,
    past: bool = False,
) -> tuple[RuleRow, list[str]]:
    """Write and publish at once, under its name."""
    there = store.find_named(session, read(definition).name)
    row = write(session, definition, now, rule_id=None if there is None else there.id)
    return publish(session, row.id, by, now, past=past)


def pause(session: Session, rule_id: int, reason: str, now: datetime) -> RuleRow:
    """From the next event on it does nothing. Raises NotFound, and Conflict for a draft."""
    return _turn(session, rule_id, RuleState.PAUSED, reason, now)


def resume(session: Session, rule_id: int, now: datetime) -> RuleRow:
    """What happened meanwhile stays without it. Raises NotFound, Conflict for a draft, and Mistaken
    where it names a team or a colleague who is gone meanwhile."""
    in_force = store.version(session, rule_id, _held(session, rule_id).version)
    if in_force is not None:
        read(in_force.definition, session)
    row = _turn(session, rule_id, RuleState.LIVE, "", now)
    if _was_filled(session, row):
        watching.fill(session, rule_id, now, acts=False)
    return row


def archive(session: Session, rule_id: int, now: datetime) -> RuleRow:
    """Put it away; the tags that it gave stay. Raises NotFound."""
    row = _held(session, rule_id)
    row.state, row.updated_at = RuleState.ARCHIVED, now
    session.add(row)
    if _was_filled(session, row):
        watching.fill(session, rule_id, now, acts=False)
    _changed(session, row)
    return row


def get(session: Session, rule_id: int, *, locked: bool = False) -> RuleRow:
    """Also one that was put away. Raises NotFound."""
    row = store.find(session, rule_id, locked=locked)
    if row is None:
        raise NotFound("rule", rule_id)
    return row


def bring_back(session: Session, rule_id: int, now: datetime) -> RuleRow:
    """From where it was put away: it rests until it is resumed, or published. Raises NotFound, and
    Conflict where another rule has the name meanwhile."""
    row = get(session, rule_id, locked=True)
    if row.state != RuleState.ARCHIVED:
        return row
    if store.find_named(session, row.name) is not None:
        raise _taken(row.name)
    row.state, row.reason = RuleState.PAUSED if row.version else RuleState.DRAFT, ""
    row.updated_at = now
    session.add(row)
    session.flush()
    _changed(session, row)
    return row


def count_people(session: Session, now: datetime) -> dict[str, int] | None:
    """How many have a tag now by which rule, by its id; None where that takes too long."""
    try:
        with at_most(session, COUNT_WITHIN):
            return store.people(session, now)
    except TimeoutError:
        return None


def _taken(name: str) -> Conflict:
    return Conflict(f"Another rule is called {name}", code="name_taken")


def _turn(session: Session, rule_id: int, state: RuleState, reason: str, now: datetime) -> RuleRow:
    row = _held(session, rule_id)
    if not row.version:
        raise Conflict("This rule was never published", code="not_published")
    row.state, row.reason, row.updated_at = state, reason, now
    session.add(row)
    _changed(session, row)
    return row


def _held(session: Session, rule_id: int) -> RuleRow:
    row = store.find(session, rule_id, locked=True)
    if row is None or row.state == RuleState.ARCHIVED:
        raise NotFound("rule", rule_id)
    return row


def _changed(session: Session, row: RuleRow) -> None:
    signal(session, TOPIC, row.id)
