"""Verbs of conditions: whom one holds of now, and at which moments it held."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from scrm.conditions.compiling import store as compiling
from scrm.conditions.drawing import store as drawing
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.values import InHand, Key, Moment
from scrm.conditions.hearing.policy import Hearing
from scrm.conditions.lapsing.values import Standing
from scrm.conditions.resolving import store as resolving
from scrm.conditions.values import Condition
from scrm.contacts.tables import Contact
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.keeping import Kept

_AT_ONCE = 20
"""Conditions in one statement."""
_hearings: Kept[Hearing] = Kept(16)
"""Those of the rules and bots that are in force, and few others: thousands of words take megabytes."""


def people(
    session: Session, condition: Condition, now: datetime, only: Collection[int] | None = None
) -> Select[int]:
    """The ids of those of whom `condition` holds, in no order: to be counted, paged by id, or
    inserted from. Of the ids in `only`, where given.

    What has to be read beforehand is read here, so the statement is for this session, and for now.
    Raises Invalid.
    """
    frame = frames.now(session, now, only)
    return select(col(Contact.id)).where(
        frames.is_living(),
        *frames.is_asked_about(frame, col(Contact.id)),
        compiling.holds(frame, condition),
    )


def holding(session: Session, condition: Condition, moments: Sequence[Moment[Key]]) -> set[Key]:
    """The keys of the moments at which `condition` held. Raises Invalid."""
    (held,) = holding_each(session, [condition], moments)
    return held


def holding_each(
    session: Session,
    conditions: Sequence[Condition],
    moments: Sequence[Moment[Key]],
    in_hand: Mapping[int, InHand] | None = None,
) -> list[set[Key]]:
    """As `holding`, of many conditions in few statements; in their order. `in_hand` says, by the
    place of a moment, what its message is, where the events themselves are not to be asked."""
    if not moments:
        return [set() for _ in conditions]
    known = dict(in_hand) if in_hand is not None else resolving.in_hand(session, moments)
    hearing = _hearings.get(conditions, lambda: Hearing(conditions))
    found: list[set[Key]] = [set() for _ in conditions]
    deaf = [conditions[one] for one in hearing.deaf]
    for place, held in zip(hearing.deaf, _together(session, deaf, moments, known), strict=True):
        found[place] = held
    for place, wanted in _to_ask(hearing, known, len(moments)).items():
        some = [moments[number] for number in wanted]
        theirs = {n: known[number] for n, number in enumerate(wanted) if number in known}
        (found[place],) = _together(session, [conditions[place]], some, theirs)
    return found


def _to_ask(hearing: Hearing, in_hand: Mapping[int, InHand], moments: int) -> dict[int, list[int]]:
    """By the places of conditions of which words may tell, the moments at which they don't tell that
    it does not hold."""
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(moments):
        held = in_hand.get(number)
        for place in hearing.all() if held is None else hearing.may_hold(held):
            wanted[place].append(number)
    return wanted


def _together(
    session: Session,
    conditions: Sequence[Condition],
    moments: Sequence[Moment[Key]],
    in_hand: dict[int, InHand],
) -> list[set[Key]]:
    """In few statements."""
    if not conditions:
        return []
    frame = frames.about(session, moments, in_hand)
    held: list[set[Key]] = []
    for first in range(0, len(conditions), _AT_ONCE):
        some = conditions[first : first + _AT_ONCE]
        held += _held(drawing.holding(frame, some).rows(frame), moments, len(some))
    return held


def standing_each(
    session: Session, conditions: Sequence[Condition], moments: Sequence[Moment[Key]]
) -> list[dict[Key, Standing]]:
    """For each condition, how it stands with the living of these people; asked with nothing in hand,
    it says until when. Who was erased or joined into another is left out. Raises Invalid."""
    if not moments or not conditions:
        return [{} for _ in conditions]
    frame = frames.about(session, moments, resolving.in_hand(session, moments))
    return [_standing(drawing.standing(frame, one).rows(frame), moments) for one in conditions]


def _standing(rows: Iterable[Sequence[Any]], moments: Sequence[Moment[Key]]) -> dict[Key, Standing]:
    found: dict[Key, Standing] = {}
    for number, holds, *times in rows:
        moment = moments[number]
        now = micros(moment.at)
        first = min((time for time in times if time is not None and time > now), default=None)
        changes_at = None if first is None else from_micros(first)
        found[moment.key] = Standing(bool(holds), changes_at)
    return found


def _held(
    rows: Iterable[Sequence[Any]], moments: Sequence[Moment[Key]], number_of_conditions: int
) -> Iterable[set[Key]]:
    found: list[set[Key]] = [set() for _ in range(number_of_conditions)]
    for number, *answered in rows:
        for held, answer in zip(found, answered, strict=True):
            if answer:
                held.add(moments[number].key)
    return found
