"""Verbs of segments."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.conditions.asking.service import Asker, names_for
from scrm.conditions.service import people
from scrm.conditions.shapes.policy import read, write
from scrm.conditions.values import Condition
from scrm.conditions.words.policy import in_words
from scrm.contacts.reading import service as contacts
from scrm.contacts.reading.values import ContactView
from scrm.journal.values import KNOWN
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.signals import signal
from scrm.kernel.text import clean
from tagging.segments import store
from tagging.segments.tables import Segment
from tagging.segments.values import TOPIC, PreviewView, SegmentView, WholeSegmentView
from tagging.watching import service as watching
from tagging.watching.values import FillingState

COUNT_WITHIN = 5.0
"""Seconds: who waits in front of a page gives up then, and the connection serves others."""
LIST_WITHIN = 5.0
"""Seconds for all counts of a list together."""
SAMPLE = 20


class TooCostly(Invalid):
    """The condition is sound, and to find its people takes too long."""

    code = "too_costly"

    def __init__(self, field: str = "condition") -> None:
        super().__init__(
            field,
            f"takes longer than {COUNT_WITHIN:.0f} seconds to answer; ask for a shorter time, or "
            "put a question beside it that few people meet",
        )


def preview(session: Session, definition: object, asker: Asker) -> PreviewView:
    """Raises Mistaken with all that is wrong in the definition, and TooCostly."""
    condition = read(definition, KNOWN)
    count, sample = _answered(session, condition, asker.now)
    return PreviewView(
        in_words(condition, asker.language, names_for(session, asker)), count, sample
    )


def page(
    session: Session, before: int | None, limit: int, asker: Asker
) -> tuple[list[SegmentView], int | None]:
    """The newest first, with their counts as long as there is time."""
    rows = store.page(session, before, limit + 1)
    shown, names = rows[:limit], names_for(session, asker)
    deadline = time.monotonic() + LIST_WITHIN
    views = []
    for row in shown:
        count, trouble = _count(session, row, asker.now, deadline - time.monotonic())
        views.append(_view(row, asker, names, count=count, trouble=trouble))
    return views, shown[-1].id if len(rows) > limit else None


def whole(session: Session, segment_id: int, asker: Asker) -> WholeSegmentView:
    """With count and sample; both are empty where `trouble` says why."""
    row, names = _get(session, segment_id), names_for(session, asker)
    try:
        count, sample = _answered(session, read(row.definition, KNOWN), asker.now)
    except Invalid as error:
        return WholeSegmentView(_view(row, asker, names, trouble=str(error)), [])
    return WholeSegmentView(_view(row, asker, names, count=count), sample)


def members(
    session: Session, segment_id: int, before: int | None, limit: int, now: datetime
) -> tuple[list[ContactView], int | None]:
    """Who is in it, the newest first: as is kept, or else asked at this moment. Raises TooCostly."""
    row = _get(session, segment_id)
    try:
        with at_most(session, COUNT_WITHIN):
            ids = store.newest(session, _members(session, row, now), before, limit + 1)
    except TimeoutError:
        raise TooCostly from None
    shown = ids[:limit]
    return contacts.people(session, shown), shown[-1] if len(ids) > limit else None


def meant(session: Session, segment_id: int, now: datetime) -> Select[int]:
    """The ids of those who are in it, as `people` gives them. Raises NotFound, Mistaken."""
    return _members(session, _get(session, segment_id), now)


def definitions(session: Session) -> list[tuple[int, str, Mapping[str, Any]]]:
    """The id, name and question of all that live."""
    return store.definitions(session)


def _members(session: Session, row: Segment, now: datetime) -> Select[int]:
    found = watching.filling(session, row.id)
    if found is None or found.state != FillingState.DONE or row.archived_at or row.unkept:
        return people(session, read(row.definition, KNOWN), now)
    return store.members(row.id)


def create(
    session: Session, name: str, definition: object, by: int | None, asker: Asker
) -> SegmentView:
    """Raises Mistaken, and Conflict where a living segment has the name."""
    condition = read(definition, KNOWN)
    made = Segment(
        name=_name(name),
        definition=write(condition),
        created_by=by,
        created_at=asker.now,
        updated_at=asker.now,
    )
    view = _saved(session, made, asker)
    _keep(session, made, asker.now, acts=False)
    return view


def change(
    session: Session, segment_id: int, values: Mapping[str, Any], asker: Asker
) -> SegmentView:
    """Set what is given: `name`, `definition`, or `archived` to False, which brings an archived
    one back. Raises Mistaken, and Conflict where it is archived or the name is taken."""
    row = _get(session, segment_id)
    if values.get("archived") is False:
        row.archived_at, row.unkept = None, ""
    if row.archived_at is not None:
        raise Conflict("This segment is archived; bring it back first", code="archived")
    if "name" in values:
        row.name = _name(values["name"])
    if "definition" in values:
        row.definition = write(read(values["definition"], KNOWN))
        row.unkept = ""
    row.updated_at = asker.now
    view = _saved(session, row, asker)
    if {"definition", "archived"} & values.keys():
        _keep(session, row, asker.now, acts="archived" not in values)
    signal(session, TOPIC, row.id)
    return view


def _keep(session: Session, row: Segment, now: datetime, *, acts: bool) -> None:
    """Everybody is looked at: with `acts` it is told who came in by it."""
    watching.fill(session, row.id, now, acts=acts)
    signal(session, TOPIC, row.id)


def archive(session: Session, segment_id: int, now: datetime) -> None:
    """Take it out of the lists; its name is free. Doing so twice changes nothing."""
    row = _get(session, segment_id)
    row.archived_at = row.archived_at or now
    session.add(row)
    session.flush()
    _keep(session, row, now, acts=False)


def _saved(session: Session, row: Segment, asker: Asker) -> SegmentView:
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("Another segment has this name; choose another", code="name_taken") from None
    return _view(row, asker, names_for(session, asker))


def _get(session: Session, segment_id: int) -> Segment:
    found = session.get(Segment, segment_id)
    if found is None:
        raise NotFound("segment", segment_id)
    return found


def _name(name: str) -> str:
    named = clean(name).strip()
    if not named:
        raise Invalid("name", "is empty")
    return named


def _answered(
    session: Session, condition: Condition, now: datetime
) -> tuple[int, list[ContactView]]:
    try:
        with at_most(session, COUNT_WITHIN):
            return counted(session, people(session, condition, now))
    except TimeoutError:
        raise TooCostly from None


def counted(session: Session, meant: Select[int]) -> tuple[int, list[ContactView]]:
    """How many they are, and the newest of them."""
    newest = store.newest(session, meant, None, SAMPLE)
    return count(session, meant), contacts.people(session, newest)


def count(session: Session, meant: Select[int]) -> int:
    return store.count(session, meant)


def _count(session: Session, row: Segment, now: datetime, seconds: float) -> tuple[int | None, str]:
    """The count, or why there is none."""
    try:
        condition = read(row.definition, KNOWN)
        with at_most(session, max(seconds, 0.0)):
            return store.count(session, people(session, condition, now)), ""
    except TimeoutError:
        return None, "There was no time to count it; open it to try alone"
    except Invalid as error:
        return None, str(error)


def _view(
    row: Segment,
    asker: Asker,
    names: Mapping[str, str],
    *,
    count: int | None = None,
    trouble: str = "",
) -> SegmentView:
    return SegmentView(
        id=str(row.id),
        name=row.name,
        definition=row.definition,
        reading=_reading(row, asker, names),
        count=count,
        trouble=trouble,
        unkept=row.unkept,
        created_by=None if row.created_by is None else str(row.created_by),
        created_at=row.created_at,
        updated_at=row.updated_at,
        archived_at=row.archived_at,
    )


def _reading(row: Segment, asker: Asker, names: Mapping[str, str]) -> str:
    """Empty for what an older hub saved and this one does not know; the count says what is wrong."""
    try:
        return in_words(read(row.definition, KNOWN), asker.language, names)
    except Invalid:
        return ""
