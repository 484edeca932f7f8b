"""Verbs of conditions: whom one holds of now, and at which moments it held."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from scrm.conditions.compiling import store as compiling
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.values import InHand, Key, Moment
from scrm.conditions.resolving import store as resolving
from scrm.conditions.values import Condition
from scrm.contacts.tables import Contact

_AT_ONCE = 20
"""Conditions in one statement."""


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
    in_hand = dict(in_hand) if in_hand is not None else resolving.in_hand(session, moments)
    frame = frames.at_moments(session, moments, in_hand)
    held: list[set[Key]] = []
    for first in range(0, len(conditions), _AT_ONCE):
        some = conditions[first : first + _AT_ONCE]
        held += _held(session, frame, some, moments)
    return held


def _held(
    session: Session,
    frame: frames.Frame,
    conditions: Sequence[Condition],
    moments: Sequence[Moment[Key]],
) -> Iterable[set[Key]]:
    answers = [compiling.holds(frame, one).label(f"c{n}") for n, one in enumerate(conditions)]
    question = frames.at_each(frame, answers)
    found: list[set[Key]] = [set() for _ in conditions]
    for number, *answered in session.execute(question):
        for held, answer in zip(found, answered, strict=True):
            if answer:
                held.add(moments[number].key)
    return found
