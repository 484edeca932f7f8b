"""SQL of the two frames in which a condition is asked: everybody now, or some people at moments.

Both select from `contact`, of which one row at a time is the person in question. Everybody's history
is gathered once, as a set of people; that of somebody at a moment is looked up.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    UnaryExpression,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Session, col

from scrm.conditions.frames.values import InHand, Moment
from scrm.contacts.tables import Contact
from scrm.kernel.columns import micros
from scrm.kernel.sets import session_dialect

_COLUMNS = ("n", "contact_id", "at", "event_id", "of_message", "conversation_id", "channel_id")


@dataclass(frozen=True, slots=True)
class Frame:
    """`first` and `last` are the moments between which all of them are, and `only` the people who
    are asked about, None for everybody. `in_hand` is by the place of a moment in its list. `resolved`
    keeps what was read beforehand, for whoever asks for it again.

    A frame with `blanks` is drawn once, to be asked often: it has moments and no people. What is only
    known when it is asked stands there by the name of its parameter.

    `shared` are columns of the moments that several conditions ask for, by what they are asked by."""

    session: Session
    first: datetime
    last: datetime
    only: Collection[int] | None
    moments: CTE | None = None
    in_hand: dict[int, InHand] = field(default_factory=dict)
    some_empty_handed: bool = True
    resolved: dict[Hashable, list[Any]] = field(default_factory=dict)
    rows: Sequence[tuple[Any, ...]] = ()
    blanks: "dict[str, Find] | None" = None
    shared: Mapping[Hashable, ColumnElement[Any]] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return session_dialect(self.session) == "sqlite"

    @property
    def at(self) -> ColumnElement[int]:
        """In microseconds."""
        if self.moments is None:
            return literal(micros(self.last), BigInteger())
        found: ColumnElement[int] = self.moments.c.at
        return found


Find = Callable[[Frame], Collection[Any]]
"""What goes into a parameter, by the frame in which the question is asked."""


def now(session: Session, at: datetime, only: Collection[int] | None) -> Frame:
    return Frame(session, at, at, only)


def at_moments(
    session: Session, moments: Sequence[Moment[Any]], in_hand: dict[int, InHand]
) -> Frame:
    """There is at least one."""
    frame = about(session, moments, in_hand)
    return replace(frame, moments=_listed(frame))


def about(session: Session, moments: Sequence[Moment[Any]], in_hand: dict[int, InHand]) -> Frame:
    """What fills the blanks of a frame that was drawn. There is at least one moment."""
    times = [one.at for one in moments]
    return Frame(
        session=session,
        first=min(times),
        last=max(times),
        only={one.contact_id for one in moments},
        in_hand=in_hand,
        some_empty_handed=any(one.event_id is None for one in moments),
        rows=_rows(moments, in_hand),
    )


def drawn(like: Frame) -> Frame:
    """For all that are asked of this database, and of whom some have nothing in hand, or none."""
    blank = replace(like, only=None, in_hand={}, resolved={}, rows=(), blanks={})
    return replace(blank, moments=_listed(blank))


def filled(drawing: Mapping[str, Find], frame: Frame) -> dict[str, Any]:
    """The parameters of what was drawn, as they are in `frame`."""
    return {name: _encoded(frame, find) for name, find in drawing.items()}


def at_each(frame: Frame, answers: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The place of each moment of a living person, and the answers."""
    if frame.moments is None:
        raise ValueError("this frame has no moments")
    at = frame.moments
    of_person = col(Contact.id) == at.c.contact_id
    return select(at.c.n, *answers).select_from(at).join(Contact, of_person).where(is_living())


def _rows(moments: Sequence[Moment[Any]], in_hand: dict[int, InHand]) -> list[tuple[Any, ...]]:
    rows = []
    for number, one in enumerate(moments):
        held = in_hand.get(number, InHand())
        about = (int(held.is_of_message), held.conversation_id, held.channel_id)
        rows.append((number, one.contact_id, micros(one.at), one.event_id, *about))
    return rows


def _listed(frame: Frame) -> CTE:
    if frame.is_sqlite:
        given = _given(frame, lambda frame: frame.rows, BigInteger())
        value = func.json_each(given).table_valued("value").c.value
        columns = [
            func.json_extract(value, f"$[{place}]", type_=BigInteger()).label(name)
            for place, name in enumerate(_COLUMNS)
        ]
        return select(*columns).cte("moment").prefix_with("MATERIALIZED")
    arrays = [_given(frame, _column(place), BigInteger()) for place in range(len(_COLUMNS))]
    unnested = func.unnest(*arrays).table_valued(*_COLUMNS).render_derived(name="given")
    return select(*(type_coerce(unnested.c[name], BigInteger()) for name in _COLUMNS)).cte("moment")


def _column(place: int) -> Find:
    return lambda frame: [row[place] for row in frame.rows]


def _given(frame: Frame, find: Find, kind: Any) -> ColumnElement[Any]:
    """Many values as one parameter; of a frame that is drawn they are found when it is asked."""
    type_ = Text() if frame.is_sqlite else ARRAY(kind)
    if frame.blanks is None:
        return bindparam(None, _encoded(frame, find), type_=type_, unique=True)
    name = f"given_{len(frame.blanks)}"
    frame.blanks[name] = find
    return bindparam(name, None, type_=type_)


def _encoded(frame: Frame, find: Find) -> Any:
    values = list(find(frame))
    return orjson.dumps(values).decode() if frame.is_sqlite else values


def is_living() -> ColumnElement[bool]:
    """Neither erased nor joined into another."""
    return and_(col(Contact.erased_at).is_(None), col(Contact.joined_into).is_(None))


def is_one_of(frame: Frame, column: SQLColumnExpression[Any], ids: Find) -> ColumnElement[bool]:
    """As one parameter. `column` is never NULL, or else this only narrows a question."""
    given = _given(frame, ids, BigInteger())
    if frame.is_sqlite:
        return column.in_(_each(given))
    return and_(column.is_not(None), column == func.any(given))


def is_one_of_texts(
    frame: Frame, value: SQLColumnExpression[Any], texts: Find
) -> ColumnElement[bool]:
    """As one parameter; what is NULL is none of them. SQLite works `value` out once."""
    given = _given(frame, texts, Text())
    if frame.is_sqlite:
        return func.coalesce(value.in_(_each(given)), false())
    return and_(value.is_not(None), value == func.any(given))


def _each(given: ColumnElement[Any]) -> Select[Any]:
    return select(func.json_each(given).table_valued("value").c.value)


def is_asked_about(frame: Frame, owner: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
    """What narrows a question about history to the people who matter; nothing for everybody."""
    return [] if frame.only is None else [is_one_of(frame, owner, lambda at: at.only or ())]


def owns(frame: Frame, *branches: Select[Any]) -> ColumnElement[bool]:
    """The person is in one of these sets, each of which selects a person's id and nothing else."""
    if frame.moments is not None:
        return or_(*(looked_up(frame, branch, literal(1)).exists() for branch in branches))
    return _among(frame, *(_narrowed(frame, branch) for branch in branches))


def owns_many(
    frame: Frame,
    branch: Select[Any],
    compare: Callable[[ColumnElement[Any]], ColumnElement[bool]],
    what: ColumnElement[Any] | None = None,
) -> ColumnElement[bool]:
    """The set holds the person as often as `compare` asks; or `what` of their rows, an aggregate, is
    as it asks. It must not be so of no rows."""
    measured = func.count() if what is None else what
    if frame.moments is not None:
        return compare(looked_up(frame, branch, measured).scalar_subquery())
    grouped = _narrowed(frame, branch).group_by(_owner(branch)).having(compare(measured))
    return _among(frame, grouped)


def _owner(branch: Select[Any]) -> ColumnElement[Any]:
    owner: ColumnElement[Any] = branch.selected_columns[0]
    return owner


def _narrowed(frame: Frame, branch: Select[Any]) -> Select[Any]:
    owner = _owner(branch)
    return branch.where(owner.is_not(None), *is_asked_about(frame, owner))


def _among(frame: Frame, *branches: Select[Any]) -> ColumnElement[bool]:
    """PostgreSQL makes a join of EXISTS, also of its denial, whatever the size of the set; of IN it
    may make a search through all of it for each person. SQLite keeps the set of an IN as an index,
    and would gather that of an EXISTS for each person."""
    everything = branches[0] if len(branches) == 1 else union_all(*branches)
    if frame.is_sqlite:
        return col(Contact.id).in_(everything)
    people = everything.subquery()
    who = next(iter(people.c))
    return (
        select(literal(1))
        .select_from(people)
        .where(who == col(Contact.id))
        .correlate(Contact)
        .exists()
    )


def looked_up(frame: Frame, branch: Select[Any], what: ColumnElement[Any]) -> Select[Any]:
    """`what` of the rows of the person in question. `branch` selects a person's id."""
    around = [Contact] if frame.moments is None else [Contact, frame.moments]
    return (
        branch.with_only_columns(what, maintain_column_froms=True)
        .where(_owner(branch) == col(Contact.id))
        .correlate(*around)
    )


def not_first(frame: Frame, column: Any) -> Any:
    """At moments what is one person's is looked up. SQLite, which has no statistics, might look
    through all who have the same in this column; so it is kept from an index that begins with it."""
    return column if frame.moments is None else not_sought(frame, column)


def not_sought(frame: Frame, column: Any) -> Any:
    """SQLite does not look a row up by what this is, nor looks through an index that begins with it."""
    if not frame.is_sqlite:
        return column
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def happened(frame: Frame, event: Any, within: timedelta | None) -> list[ColumnElement[bool]]:
    """An event counts at the moment, in a window that is open where it begins."""
    at = type_coerce(col(event.at), BigInteger())
    found: list[ColumnElement[bool]] = [at <= frame.at]
    if within is not None:
        found.append(at > frame.at - within // timedelta(microseconds=1))
    if frame.moments is not None:
        in_hand = frame.moments.c.event_id
        found.append(or_(in_hand.is_(None), at < frame.at, col(event.id) <= in_hand))
    return found


def may_have_happened(
    frame: Frame, event: Any, within: timedelta | None
) -> list[ColumnElement[bool]]:
    """An event counts at some of the moments, perhaps: what is read before the question is asked."""
    at = type_coerce(col(event.at), BigInteger())
    found: list[ColumnElement[bool]] = [at <= micros(frame.last)]
    if within is not None:
        found.append(at > micros(frame.first) - within // timedelta(microseconds=1))
    return [*found, *is_asked_about(frame, col(event.contact_id))]
