"""The verb of taking back: the tags go that a rule gave when it was put in force for the past.

What else it did then, such as a detail that it set or a tag that it took off, stays, and so does what
other rules made of it: nobody keeps how it was before.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.conditions.touching.policy import touches
from scrm.contacts.tags import service as tags
from scrm.contacts.tags import store as tag_store
from scrm.contacts.tags.values import Given
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Conflict, Invalid
from tagging.rules import service as rules
from tagging.rules import store as versions
from tagging.rules.filling import store
from tagging.rules.filling.values import TakenBackView
from tagging.rules.tables import RuleRow
from tagging.rules.values import PutTag, Rule, RuleState
from tagging.watching import service as watching
from tagging.watching.values import FillingState, FillingView

AT_ONCE = 200
"""Tags in one unit: a reply of an agent waits behind it."""
COUNT_WITHIN = 2.0
"""Seconds."""


def given(session: Session, rule_id: int, now: datetime) -> int | None:
    """How many people have a tag still that it gave for the past; None where it was not put in force
    so, or counting takes too long."""
    filling = watching.filling(session, rule_id)
    if filling is None:
        return None
    try:
        with at_most(session, COUNT_WITHIN):
            found = store.people(session, rule_id, _tags_of(session, rule_id), now)
    except TimeoutError:
        return None
    return found if found or filling.acts else None


def take_back(
    session: Session, rule_id: int, by: Mapping[str, Any], now: datetime
) -> TakenBackView:
    """Some of them; to be called until none is left. Raises NotFound, and Conflict where it was not
    put in force for the past, or is still being, or would give them anew."""
    _require_over(watching.filling(session, rule_id), rules.get(session, rule_id, locked=True))
    tag_ids = _tags_of(session, rule_id)
    found = store.some(session, rule_id, tag_ids, now, AT_ONCE)
    taken = [Given(contact_id, tag_id, by) for contact_id, tag_id in found]
    gone = tags.take(session, taken, now, given_by_rule=str(rule_id))
    left = store.people(session, rule_id, tag_ids, now)
    return TakenBackView(len({contact_id for contact_id, _ in gone}), left)


def _require_over(filling: FillingView | None, row: RuleRow) -> None:
    if filling is None:
        raise Conflict("This rule was not put in force for the past", code="not_filled")
    if filling.acts and filling.state == FillingState.WAITING:
        raise Conflict(
            "It is still being applied to the past; pause it first", code="still_filling"
        )
    if row.state == RuleState.LIVE and _asks_for_its_own(rules.read(row.definition)):
        raise Conflict("It would give them anew; pause the rule first", code="rule_is_live")


def _asks_for_its_own(rule: Rule) -> bool:
    """Whether to lose its tag may make its condition hold again."""
    puts = {one.tag for one in rule.actions if isinstance(one, PutTag)}
    return bool(puts & touches(rule.condition).tags)


def _tags_of(session: Session, rule_id: int) -> list[int]:
    """Those that any version of it gives. What this hub does not understand gives none."""
    names: set[str] = set()
    for version in versions.versions(session, rule_id):
        with suppress(Invalid):
            rule = rules.read(version.definition)
            names |= {one.tag for one in rule.actions if isinstance(one, PutTag)}
    return list(tag_store.ids_of(session, names).values())
