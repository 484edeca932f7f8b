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
    """Of some people, to be called until none is left. The other tag comes with the evidence of the
    one, and until its end; who has both keeps what lasts longer. Each is told as a tag that was given
    and one that was taken off. Raises NotFound, Invalid for a tag into itself, and Conflict where
    something names the tag."""
    if tag_id == into_id:
        raise Invalid("into", "is the same tag; choose another")
    board.require_unused(board.get(session, tag_id).name, list(uses))
    board.get(session, into_id)
    board.bring_back(session, into_id)
    some = store.some(session, tag_id, now, AT_ONCE)
    given = [Given(one.contact_id, into_id, by, one.until, one.evidence) for one in some]
    _keep_by_hand(session, into_id, some)
    tags.put(session, given, now)
    gone = tags.take(session, [one._replace(tag_id=tag_id) for one in given], now)
    left = store.people(session, tag_id, now)
    if not left:
        board.archive(session, tag_id, (), now)
    return MergedView(len(gone), left)


def _keep_by_hand(session: Session, into_id: int, some: Sequence[Wearer]) -> None:
    """Who was given the one by a colleague keeps the other, whatever becomes of the rule that gave it
    to them."""
    by_hand = {one.contact_id: one for one in some if "rule" not in one.set_by}
    for row in store.given_by_rules(session, into_id, by_hand):
        theirs = by_hand[row.contact_id]
        row.set_by, row.evidence = dict(theirs.set_by), dict(theirs.evidence)
        session.add(row)
    session.flush()
