"""The verb of merging: whoever has a tag gets another instead, and the tag is put away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.tags import service as tags
from scrm.contacts.tags.board import service as board
from scrm.contacts.tags.merging import store
from scrm.contacts.tags.merging.store import Wearer
from scrm.contacts.tags.merging.values import MergedView
from scrm.contacts.tags.tables import Tag
from scrm.contacts.tags.values import Given, Use
from scrm.kernel.errors import Invalid

AT_ONCE = 200
"""People in one unit: a reply of an agent waits behind it."""


def merge(
    session: Session,
    tag_id: int,
    into_id: int,
    uses: Iterable[Use],
    by: Mapping[str, Any],
    now: datetime,
) -> MergedView:
    """Of some people, to be called until none is left; where that is broken off, calling again goes
    on. The other tag comes with the evidence of the one, and until its end; who has both keeps what
    lasts longer. Each is told as a tag that was given and one that was taken off. Raises NotFound,
    Invalid for a tag into itself, and Conflict where something names the tag."""
    if tag_id == into_id:
        raise Invalid("into", "is the same tag; choose another")
    tag, into = board.get(session, tag_id), board.get(session, into_id)
    board.require_unused(tag.name, list(uses), told=_told(session, tag, now))
    board.bring_back(session, into_id)
    into.merging_into = None  # whatever was begun with it: it is the one to be kept
    session.add(into)
    some = store.some(session, tag_id, now, AT_ONCE)
    given = [Given(one.contact_id, into_id, by, one.until, one.evidence) for one in some]
    _keep_by_hand(session, into_id, some)
    tags.put(session, given, now)
    gone = tags.take(session, [one._replace(tag_id=tag_id) for one in given], now)
    left = store.people(session, tag_id, now)
    tag.merging_into = into.id if left else None
    session.add(tag)
    if not left:
        store.go_on_to(session, tag_id, into_id)
        board.archive(session, tag_id, (), now)
    return MergedView(len(gone), left)


def _told(session: Session, tag: Tag, now: datetime) -> str:
    """How to mend it, where something names the tag; also what is done already."""
    if tag.merging_into is None:
        return "Change it there first"
    into, left = board.get(session, tag.merging_into), store.people(session, tag.id, now)
    return (
        f"{left} people still have {tag.name}, and the others have {into.name} by now. "
        "Change it there first, then merge again"
    )


def _keep_by_hand(session: Session, into_id: int, some: Sequence[Wearer]) -> None:
    """Who was given the one by a colleague keeps the other, whatever becomes of the rule that gave it
    to them."""
    by_hand = {one.contact_id: one for one in some if "rule" not in one.set_by}
    for row in store.given_by_rules(session, into_id, by_hand):
        theirs = by_hand[row.contact_id]
        row.set_by, row.evidence = dict(theirs.set_by), dict(theirs.evidence)
        session.add(row)
    session.flush()
