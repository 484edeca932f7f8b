"""SQL of tags, in sets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, distinct, func, or_, select, update
from sqlmodel import Session, col

from scrm.contacts.tables import Contact
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.contacts.tags.values import Given, Worn, WornView
from scrm.kernel.columns import Instant, document, from_micros, micros, plain
from scrm.kernel.ids import new_id, new_ids
from scrm.kernel.rows import insert_new
from scrm.kernel.sets import SetQuery, insert_for, is_any, table_of

PERSON = func.coalesce(col(Contact.joined_into), col(Contact.id))
"""Who a contact is: those that are joined into another keep their tags, and give them to it."""
_WORN = (
    select(
        col(ContactTag.id),
        PERSON,
        col(ContactTag.tag_id),
        col(Tag.name),
        col(ContactTag.until),
        col(ContactTag.set_by),
    )
    .join(Tag, col(Tag.id) == col(ContactTag.tag_id))
    .join(Contact, col(Contact.id) == col(ContactTag.contact_id))
    .where(col(ContactTag.removed_at).is_(None))
)


class Counted(NamedTuple):
    """A tag, how many people have it now, and when it was last given to one of them."""

    tag: Tag
    people: int
    last: datetime | None


_IDS = SetQuery(lambda any_of: select(col(Tag.name), col(Tag.id)).where(any_of(col(Tag.name))), str)
_NAMES = SetQuery(lambda any_of: select(col(Tag.id), col(Tag.name)).where(any_of(col(Tag.id))), int)


def ids_of(session: Session, names: Collection[str]) -> dict[str, int]:
    """Those of `names` that exist."""
    session.flush()  # for it goes to the driver, behind the session's back
    return dict(_IDS.rows(session, names))


def names_of(session: Session, tag_ids: Collection[int]) -> dict[int, str]:
    session.flush()  # for it goes to the driver, behind the session's back
    return dict(_NAMES.rows(session, tag_ids))


def make(session: Session, names: Iterable[str], now: datetime) -> None:
    """Another process may make one of them at this moment: then theirs stays."""
    for name in names:
        row = {"id": new_id(), "name": name, "group": "", "created_at": now}
        session.execute(insert_for(session, Tag).values(row).on_conflict_do_nothing())


def end_mergings(session: Session, tag_id: int) -> None:
    """Nothing goes on being merged with this tag, from it or into it."""
    theirs = or_(col(Tag.id) == tag_id, col(Tag.merging_into) == tag_id)
    session.execute(update(Tag).where(theirs).values(merging_into=None))


_SHELLS = SetQuery(
    lambda any_of: select(col(Contact.id)).where(any_of(col(Contact.joined_into))), int
)
_WORN_BY = SetQuery(lambda any_of: _WORN.where(any_of(col(ContactTag.contact_id))), int)


def worn(session: Session, contact_ids: Collection[int], tag_ids: Collection[int]) -> list[Worn]:
    """What these people have of these, also as whoever is joined into them."""
    session.flush()  # for it goes to the driver, behind the session's back
    shells = [row[0] for row in _SHELLS.rows(session, contact_ids)]
    wanted = set(tag_ids)
    return [
        Worn._make((*row[:4], row[4] and from_micros(row[4]), document(row[5])))
        for row in _WORN_BY.rows(session, [*contact_ids, *shells])
        if row[2] in wanted
    ]


def lapsed(session: Session, now: datetime, limit: int) -> list[Worn]:
    """Those whose time is up, the oldest first."""
    question = (
        _WORN.where(col(ContactTag.until) <= now)
        .order_by(col(ContactTag.until))
        .limit(limit)
        .with_for_update(skip_locked=True, of=ContactTag)
    )
    return [Worn(*row) for row in session.execute(question)]


_GIVEN = ("id", "contact_id", "tag_id", "set_by", "evidence", "since", "until")
_LIVE = "(contact_id, tag_id) WHERE removed_at IS NULL"


def put(session: Session, given: Sequence[Given], now: datetime) -> set[tuple[int, int]]:
    """New rows; returns the contact and tag of each that was not there already."""
    rows = []
    for row_id, one in zip(new_ids(len(given)), given, strict=True):
        why = (plain(dict(one.by)), plain(dict(one.evidence)))
        until = None if one.until is None else micros(one.until)
        rows.append((row_id, one.contact_id, one.tag_id, *why, micros(now), until))
    session.flush()  # for it goes to the driver, behind the session's back
    new = insert_new(session, table_of(ContactTag), _GIVEN, rows, _LIVE)
    return {(row[1], row[2]) for row in rows if row[0] in new}


def extend(session: Session, untils: Mapping[int, datetime | None]) -> None:
    _set(session, "until", untils)


def end(session: Session, ends: Mapping[int, datetime]) -> None:
    """From these times on they are no longer worn."""
    _set(session, "removed_at", ends)


def _set(session: Session, name: str, values: Mapping[int, datetime | None]) -> None:
    if not values:
        return
    change = (
        update(ContactTag)
        .where(col(ContactTag.id) == bindparam("row"))
        .values({name: bindparam("value")})
    )
    rows = [{"row": row, "value": value} for row, value in values.items()]
    session.connection().execute(change, rows)


def who_is(session: Session, contact_id: int) -> list[int]:
    """The contact, and those that are joined into it: their tags stayed with them."""
    joined = select(col(Contact.id)).where(col(Contact.joined_into) == contact_id)
    return [contact_id, *session.execute(joined).scalars()]


def of_contact(session: Session, contact_ids: Collection[int], now: datetime) -> list[WornView]:
    """What these have now, by name; of a tag that two of them have, what came first."""
    question = (
        select(ContactTag, col(Tag.name))
        .join(Tag, col(Tag.id) == col(ContactTag.tag_id))
        .where(is_any(session, col(ContactTag.contact_id), contact_ids), is_worn(now))
        .order_by(col(Tag.name), col(ContactTag.since))
    )
    found: dict[str, WornView] = {}
    for row, name in session.execute(question):
        rule = str(row.set_by.get("name", "")) if "rule" in row.set_by else ""
        times = (row.since, row.until)
        view = WornView(str(row.tag_id), name, row.set_by, rule, row.evidence, *times)
        found.setdefault(name, view)
    return list(found.values())


def who_wears(
    session: Session, name: str, now: datetime, before: int | None, limit: int
) -> list[int]:
    """The newest people first, each once however many of their contacts have it."""
    question = (
        select(PERSON)
        .distinct()
        .join(ContactTag, col(ContactTag.contact_id) == col(Contact.id))
        .join(Tag, col(Tag.id) == col(ContactTag.tag_id))
        .where(col(Tag.name) == name, is_worn(now))
    )
    if before is not None:
        question = question.where(before > PERSON)
    return list(session.execute(question.order_by(PERSON.desc()).limit(limit)).scalars())


def counted(session: Session, now: datetime) -> list[Counted]:
    """All tags, by name."""
    worn = (
        select(
            col(ContactTag.tag_id),
            func.count(distinct(PERSON)).label("n"),
            func.max(ContactTag.since, type_=Instant).label("last"),
        )
        .join(Contact, col(Contact.id) == col(ContactTag.contact_id))
        .where(is_worn(now))
        .group_by(col(ContactTag.tag_id))
        .subquery()
    )
    question = (
        select(Tag, func.coalesce(worn.c.n, 0), worn.c.last)
        .outerjoin(worn, worn.c.tag_id == col(Tag.id))
        .order_by(col(Tag.name))
    )
    return [Counted(*row) for row in session.execute(question)]


def find(session: Session, tag_id: int) -> Tag | None:
    return session.get(Tag, tag_id)


def is_worn(now: datetime) -> ColumnElement[bool]:
    """Neither taken off nor at its end."""
    lasts = or_(col(ContactTag.until).is_(None), col(ContactTag.until) > now)
    return and_(col(ContactTag.removed_at).is_(None), lasts)
