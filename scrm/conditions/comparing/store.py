"""SQL of comparing what is known of the person, or the data of an event, with what is asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    cast,
    false,
    func,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlmodel import col

from scrm.conditions.comparing.policy import DENIALS, ORDERED, holds, instant
from scrm.conditions.documents import store as documents
from scrm.conditions.frames.store import (
    Frame,
    is_asked_about,
    is_living,
    is_one_of_texts,
    owns,
)
from scrm.conditions.hints.policy import Hints, before, of_words, plain_words
from scrm.conditions.resolving import store as resolving
from scrm.conditions.saying import store as saying
from scrm.conditions.values import Attribute, Data, Op, Scalar
from scrm.contacts.tables import Contact, Identity, has_odd_attributes, has_odd_words
from scrm.kernel.columns import micros
from scrm.kernel.sets import SetQuery

Asked = Attribute | Data
Some = Callable[[Callable[[ColumnElement[int]], ColumnElement[bool]]], ColumnElement[bool]]
"""Whether an instant, or one of several, is as is said; the latest of them is the value."""

_TEXTS: dict[str, SQLColumnExpression[str]] = {
    "name": col(Contact.name),
    "locale": col(Contact.locale),
    "zone": col(Contact.zone),
    "stage": col(Contact.stage),
    "owner_id": cast(col(Contact.owner_id), Text()),
}
_NOTHING = ("null", '""', "[]")
_FEW = 500
"""People of whom a value is read whatever it is, and not only where it may be meant."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The rows of which a value may be, to be read beforehand."""

    column: Any
    criteria: Callable[[Frame], Sequence[ColumnElement[bool]]]

    def values(
        self, frame: Frame, value: SQLColumnExpression[str], narrowed: Iterable[ColumnElement[bool]]
    ) -> Select[Any]:
        return select(value).where(*self.criteria(frame), *narrowed).distinct()


def attribute(frame: Frame, leaf: Attribute) -> ColumnElement[bool]:
    """What is known of the person now."""
    if leaf.op in DENIALS:
        return not_(attribute(frame, Attribute(leaf.name, DENIALS[leaf.op], leaf.values)))
    if leaf.name == "first_seen":
        first_seen = type_coerce(col(Contact.first_seen), BigInteger())
        return _of_instant(leaf, lambda said: said(first_seen))
    if leaf.name == "last_seen":
        return _of_instant(leaf, lambda said: _seen(frame, said))
    if leaf.name in _TEXTS:
        column = _TEXTS[leaf.name]
        return _of_text(frame, leaf, column, Pool(column, _people))
    return _of_member(frame, leaf, Contact.attributes, Pool(Contact.attributes, _people))


def _people(frame: Frame) -> list[ColumnElement[bool]]:
    return [is_living(), *is_asked_about(frame, col(Contact.id))]


def data(frame: Frame, leaf: Data, document: Any, pool: Pool) -> ColumnElement[bool]:
    """What an event says."""
    if leaf.op in DENIALS:
        return not_(data(frame, Data(leaf.name, DENIALS[leaf.op], leaf.values), document, pool))
    return _of_member(frame, leaf, document, pool)


def _seen(
    frame: Frame, said: Callable[[ColumnElement[int]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    last = type_coerce(col(Identity.last_inbound_at), BigInteger())
    return owns(frame, select(col(Identity.contact_id)).where(last.is_not(None), said(last)))


def _of_instant(leaf: Attribute, some: Some) -> ColumnElement[bool]:
    if leaf.op is Op.EXISTS:
        return some(lambda at: at.is_not(None))
    found = [instant(one) for one in leaf.values if isinstance(one, str)]
    times = [one for one in found if one is not None]
    if leaf.op in (Op.EQ, Op.IN):
        return or_(false(), *(_is_at(some, one) for one in times))
    if leaf.op not in ORDERED or len(times) < len(leaf.values):
        return false()
    return _in_time(leaf.op, some, micros(times[0]), micros(times[-1]))


def _is_at(some: Some, time: datetime) -> ColumnElement[bool]:
    value = micros(time)
    return and_(some(lambda at: at == value), not_(some(lambda at: at > value)))


def _in_time(op: Op, some: Some, first: int, last: int) -> ColumnElement[bool]:
    match op:
        case Op.GT:
            return some(lambda at: at > first)
        case Op.GTE:
            return some(lambda at: at >= first)
        case Op.LT:
            return and_(some(lambda at: at.is_not(None)), not_(some(lambda at: at >= first)))
        case Op.LTE:
            return and_(some(lambda at: at.is_not(None)), not_(some(lambda at: at > first)))
        case _:
            return and_(some(lambda at: at >= first), not_(some(lambda at: at > last)))


def _of_text(
    frame: Frame, leaf: Asked, column: SQLColumnExpression[str], pool: Pool
) -> ColumnElement[bool]:
    if leaf.op is Op.EXISTS:
        return and_(column.is_not(None), column != "")
    narrowed = _narrowed_text(frame, leaf, column)
    if narrowed is None:
        return false()
    is_meant = before(_words(leaf), lambda value: holds(leaf.op, leaf.values, value))
    if (words := _plain(frame, leaf, pool)) is not None:
        said = saying.is_plainly(frame, leaf.op, column, words)
        criteria = [has_odd_words(is_sqlite=frame.is_sqlite), not_(said)]
        odd = resolving.who_has(frame, column, criteria, is_meant, leaf.name)
        return saying.or_one_of(frame, said, odd)

    def meant(frame: Frame) -> list[str]:
        candidates = pool.values(frame, column, narrowed)
        return resolving.values(frame, candidates, is_meant, leaf.name)

    return is_one_of_texts(frame, column, meant)


def _narrowed_text(
    frame: Frame, leaf: Asked, value: SQLColumnExpression[str], *, in_json: bool = False
) -> list[ColumnElement[bool]] | None:
    """What a text must be like that `leaf` may hold of; None where it holds of none."""
    texts = _texts(leaf)
    if leaf.op in ORDERED:
        if any(instant(one) is None for one in texts) or len(texts) < len(leaf.values):
            return None
        return [documents.looks_dated(value, is_sqlite=frame.is_sqlite, in_json=in_json)]
    if not texts:
        return None
    return documents.may_hold(value, _words(leaf), is_sqlite=frame.is_sqlite, in_json=in_json)


def _texts(leaf: Asked) -> tuple[str, ...]:
    return tuple(one for one in leaf.values if isinstance(one, str))


def _words(leaf: Asked) -> Hints | None:
    """Of what a text must hold to be meant."""
    return None if leaf.op in ORDERED else of_words(_texts(leaf), every=False)


def _of_member(frame: Frame, leaf: Asked, document: Any, pool: Pool) -> ColumnElement[bool]:
    documents.require_nameable(leaf.name)
    raw = documents.raw(document, leaf.name, is_sqlite=frame.is_sqlite)
    if leaf.op is Op.EXISTS:
        return and_(raw.is_not(None), raw.not_in(_NOTHING))
    numbers = _numbers(leaf.values)
    if leaf.op in ORDERED and numbers:
        number = documents.number(document, leaf.name, is_sqlite=frame.is_sqlite)
        is_ordered = len(numbers) == len(leaf.values)
        return _ordered(leaf.op, number, numbers) if is_ordered else false()
    if _narrowed_member(frame, leaf, raw) is None:
        return false()
    if (words := _plain(frame, leaf, pool)) is None:
        return is_one_of_texts(frame, raw, lambda frame: _meant_members(frame, leaf, pool))
    text = documents.text_of(document, leaf.name, is_sqlite=frame.is_sqlite)
    is_text = documents.is_text(document, leaf.name, is_sqlite=frame.is_sqlite)
    said = saying.is_plainly(frame, leaf.op, text, words, is_text)
    criteria = [has_odd_attributes(is_sqlite=frame.is_sqlite), not_(said)]
    odd = resolving.who_has(
        frame, raw, criteria, lru_cache(_FEW)(lambda one: _is_meant(leaf, one)), leaf.name
    )
    return saying.or_one_of(frame, said, odd)


_PLAIN_OPS = frozenset({Op.EQ, Op.IN, Op.CONTAINS, Op.STARTS_WITH})


def _plain(frame: Frame, leaf: Asked, pool: Pool) -> tuple[str, ...] | None:
    """The words of which the database itself knows whether what it has of everybody is, or holds,
    one; of odd texts and lists it does not."""
    is_everybody = frame.moments is None and frame.only is None and pool.criteria is _people
    texts = _texts(leaf)
    if not is_everybody or leaf.op not in _PLAIN_OPS or len(texts) < len(leaf.values):
        return None
    return plain_words(texts)


def _meant_members(frame: Frame, leaf: Asked, pool: Pool) -> list[str]:
    """The JSON texts of those values that are as is asked."""
    if pool.criteria is _people and frame.only is not None and len(frame.only) <= _FEW:
        members = _members_of_few(frame, leaf.name)
        return resolving.some(members, lambda one: _is_meant(leaf, one), leaf.name)
    theirs = documents.raw(pool.column, leaf.name, is_sqlite=frame.is_sqlite)
    each = pool.values(frame, theirs.label("value"), ()).cte("each").prefix_with("MATERIALIZED")
    narrowed = _narrowed_member(frame, leaf, each.c.value) or ()
    return resolving.values(
        frame,
        select(each.c.value).where(each.c.value.is_not(None), *narrowed),
        lambda value: _is_meant(leaf, value),
        leaf.name,
    )


def _members_of_few(frame: Frame, name: str) -> list[str]:
    """What all of these people have, read once for all who ask for something of it."""
    key = (_members_of_few, name)
    if key not in frame.resolved:
        frame.session.flush()  # for it goes to the driver, behind the session's back
        question = _few(name, is_sqlite=frame.is_sqlite)
        found = {row[0] for row in question.ask(frame.session, frame.only or ())}
        frame.resolved[key] = [one for one in found if one is not None]
    return frame.resolved[key]


@lru_cache(_FEW)
def _few(name: str, *, is_sqlite: bool) -> SetQuery:
    member = documents.raw(Contact.attributes, name, is_sqlite=is_sqlite)
    return SetQuery(lambda any_of: select(member).where(any_of(col(Contact.id)), is_living()), int)


def _is_meant(leaf: Asked, member: str) -> bool:
    return holds(leaf.op, leaf.values, orjson.loads(member))


def _ordered(op: Op, number: ColumnElement[float], wanted: list[float]) -> ColumnElement[bool]:
    first, last = wanted[0], wanted[-1]
    compared = {
        Op.GT: number > first,
        Op.GTE: number >= first,
        Op.LT: number < first,
        Op.LTE: number <= first,
        Op.BETWEEN: and_(number >= first, number <= last),
    }
    return func.coalesce(compared[op], false())


def _narrowed_member(
    frame: Frame, leaf: Asked, raw: ColumnElement[str]
) -> list[ColumnElement[bool]] | None:
    texts = _narrowed_text(frame, leaf, raw, in_json=True)
    if leaf.op not in (Op.EQ, Op.IN) or texts == []:
        return texts
    found = [raw.startswith("[")]
    if texts is not None:
        found.append(and_(*texts))
    if numbers := _numbers(leaf.values):
        found.append(documents.read_as_number(raw, is_sqlite=frame.is_sqlite).in_(numbers))
    found += [raw == orjson.dumps(one).decode() for one in leaf.values if isinstance(one, bool)]
    return [or_(*found)]


def _numbers(values: Sequence[Scalar]) -> list[float]:
    return [
        float(one) for one in values if isinstance(one, int | float) and not isinstance(one, bool)
    ]
