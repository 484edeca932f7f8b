"""The verb of taking back: the tags go that a rule gave when it was last put in force for the past.

What else it did then, such as a detail that it set or a tag that it took off, stays, and so does what
other rules made of it: nobody keeps how it was before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.tags import service as tags
from scrm.contacts.tags.values import Given
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Conflict
from tagging.rules import service as rules
from tagging.rules.filling import store
from tagging.rules.filling.values import TakenBackView
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
    if filling is None or not filling.acts:
        return None
    try:
        with at_most(session, COUNT_WITHIN):
            return store.people(session, rule_id, filling.started_at, now)
    except TimeoutError:
        return None


def take_back(
    session: Session, rule_id: int, by: Mapping[str, Any], now: datetime
) -> TakenBackView:
    """Some of them; to be called until none is left. Raises NotFound, and Conflict where it was not
    put in force for the past, or is still being."""
    rules.get(session, rule_id, locked=True)
    since = _finished(watching.filling(session, rule_id)).started_at
    found = store.some(session, rule_id, since, now, AT_ONCE)
    taken = [Given(contact_id, tag_id, by) for contact_id, tag_id in found]
    gone = tags.take(session, taken, now, given_by_rule=str(rule_id))
    left = store.people(session, rule_id, since, now)
    return TakenBackView(len({contact_id for contact_id, _ in gone}), left)


def _finished(filling: FillingView | None) -> FillingView:
    if filling is None or not filling.acts:
        raise Conflict("This rule was not put in force for the past", code="not_filled")
    if filling.state == FillingState.WAITING:
        raise Conflict(
            "It is still being applied to the past; pause it first", code="still_filling"
        )
    return filling
