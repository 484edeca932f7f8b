"""SQL of watching, in sets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact
from scrm.journal import store as journal
from scrm.journal.store import Told
from scrm.journal.tables import Event
from scrm.journal.values import conversation_in
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.sets import SetQuery, SetWrite, insert_for, is_any
from tagging.watching.tables import Filling, Watched
from tagging.watching.values import Cause, FillingState, Row


class Person(NamedTuple):
    id: int
    joined_into: int | None
    is_erased: bool


def happened(session: Session, event_ids: Collection[int]) -> list[Cause]:
    """Those of them that are about a person, in the order in which they were recorded."""
    return [as_cause(one) for one in journal.of_people(session, event_ids)]


def erased(session: Session, event_ids: Collection[int]) -> list[int]:
    """All contacts of the people of whom these events say that they were erased."""
    question = select(Event.data).where(is_any(session, col(Event.id), event_ids))
    return [int(one) for data in session.exec(question) for one in data["contact_ids"]]


def as_cause(event: Told) -> Cause:
    """Of an event that is about a person."""
    evidence = {"event_id": str(event.id)}
    if message_id := event.data.get("message_id"):
        evidence["message_id"] = str(message_id)
    return Cause(
        contact_id=event.contact_id,
        kind=event.kind,
        at=event.at,
        cause=f"event:{event.id}",
        depth=event.depth,
        evidence=evidence,
        conversation_id=conversation_in(event.data),
        about=str(event.data.get("tag", "")) if event.kind.startswith("tag.") else "",
    )


_HELD = SetQuery(
    lambda any_of: (
        select(Contact.id, Contact.joined_into, col(Contact.erased_at).is_not(None))
        .where(any_of(col(Contact.id)))
        .order_by(col(Contact.id))
        .with_for_update(key_share=True)
    ),
    int,
)


def hold(session: Session, contact_ids: Collection[int]) -> list[Person]:
    """Until the end of this unit nobody else judges these people. On PostgreSQL two units at a time
    may each record an event of a person; the second of them waits here, and sees both."""
    session.flush()  # for it goes to the driver, behind the session's back
    return [
        Person(contact_id, joined_into, bool(is_erased))
        for contact_id, joined_into, is_erased in _HELD.rows(session, contact_ids)
    ]


_ROWS = SetQuery(
    lambda any_of: select(
        Watched.owner_id, Watched.contact_id, Watched.since, Watched.due_at
    ).where(any_of(col(Watched.owner_id), "owners"), any_of(col(Watched.contact_id))),
    int,
)


def rows(
    session: Session, owner_ids: Collection[int], contact_ids: Collection[int]
) -> dict[int, dict[int, Row]]:
    """By owner and contact."""
    session.flush()  # for it goes to the driver, behind the session's back
    found: dict[int, dict[int, Row]] = {one: {} for one in owner_ids}
    for owner_id, who, since, due in _ROWS.rows(session, contact_ids, owners=list(owner_ids)):
        found[owner_id][who] = Row(who, _time(since), _time(due))
    return found


def _time(kept: int | None) -> datetime | None:
    return None if kept is None else from_micros(kept)


_KEEP = SetWrite(
    Watched,
    ("owner_id", "contact_id", "since", "due_at"),
    lambda insert: insert.on_conflict_do_update(
        index_elements=["owner_id", "contact_id"],
        set_={"since": insert.excluded.since, "due_at": insert.excluded.due_at},
    ),
)


def keep(session: Session, owner_id: int, kept: Sequence[Row]) -> None:
    session.flush()  # for it goes to the driver, behind the session's back
    _KEEP.run(
        session,
        [(owner_id, one.contact_id, _micros(one.since), _micros(one.due_at)) for one in kept],
    )


def _micros(time: datetime | None) -> int | None:
    return None if time is None else micros(time)


def forget(session: Session, owner_id: int, contact_ids: Collection[int]) -> None:
    if contact_ids:
        session.execute(
            delete(Watched).where(
                col(Watched.owner_id) == owner_id,
                is_any(session, col(Watched.contact_id), contact_ids),
            )
        )


def forget_joined(session: Session, owner_id: int, contact_ids: Collection[int]) -> None:
    """What was kept of those who are joined into these people."""
    if contact_ids:
        shells = select(Contact.id).where(is_any(session, col(Contact.joined_into), contact_ids))
        session.execute(
            delete(Watched)
            .where(col(Watched.owner_id) == owner_id, col(Watched.contact_id).in_(shells))
            .execution_options(synchronize_session=False)
        )


def forget_people(session: Session, contact_ids: Collection[int]) -> None:
    session.execute(delete(Watched).where(is_any(session, col(Watched.contact_id), contact_ids)))


def forget_some(session: Session, owner_id: int, limit: int) -> int:
    """Of an owner who watches no more; returns how many were forgotten."""
    some = select(Watched.contact_id).where(col(Watched.owner_id) == owner_id).limit(limit)
    ids = session.exec(some).all()
    forget(session, owner_id, ids)
    return len(ids)


def next_due(session: Session) -> datetime | None:
    waits = col(Watched.due_at).is_not(None)
    question = select(Watched.due_at).where(waits).order_by(col(Watched.due_at)).limit(1)
    return session.exec(question).first()


def due(session: Session, now: datetime, limit: int) -> list[tuple[int, int, datetime]]:
    """Owner, contact and time of what is due, the oldest first."""
    question = (
        select(Watched.owner_id, Watched.contact_id, Watched.due_at)
        .where(col(Watched.due_at) <= now)
        .order_by(col(Watched.due_at))
        .limit(limit)
    )
    return [
        (owner_id, contact_id, at)
        for owner_id, contact_id, at in session.exec(question)
        if at is not None
    ]


def wait_no_more(session: Session, owner_id: int, contact_ids: Collection[int]) -> None:
    session.execute(
        update(Watched)
        .where(
            col(Watched.owner_id) == owner_id,
            is_any(session, col(Watched.contact_id), contact_ids),
        )
        .values(due_at=None)
    )


def living(session: Session, after: int, last: int, limit: int) -> list[int]:
    question = (
        select(Contact.id)
        .where(
            col(Contact.id) > after,
            col(Contact.id) <= last,
            col(Contact.erased_at).is_(None),
            col(Contact.joined_into).is_(None),
        )
        .order_by(col(Contact.id))
        .limit(limit)
    )
    return list(session.exec(question))


def extent(session: Session) -> tuple[int, int]:
    """How many people there are, and the last of them."""
    is_living = (col(Contact.erased_at).is_(None), col(Contact.joined_into).is_(None))
    question = select(func.count(), func.max(col(Contact.id))).where(*is_living)
    total, last = session.exec(question).one()
    return total, last or 0


def start(session: Session, filling: Filling) -> None:
    """In place of one that was not finished, and that then acted in vain."""
    values: Mapping[str, object] = filling.model_dump()
    insert = insert_for(session, Filling).values(values)
    others = {name: insert.excluded[name] for name in values if name != "owner_id"}
    session.execute(insert.on_conflict_do_update(index_elements=["owner_id"], set_=others))


def filling(session: Session, owner_id: int) -> Filling | None:
    return session.exec(select(Filling).where(col(Filling.owner_id) == owner_id)).first()


def next_filling(session: Session, *, locked: bool = False) -> Filling | None:
    """The one that waits longest; `locked` where nobody else works on it."""
    question = (
        select(Filling)
        .where(col(Filling.state) == FillingState.WAITING)
        .order_by(col(Filling.started_at), col(Filling.owner_id))
        .limit(1)
    )
    return session.exec(question.with_for_update(skip_locked=True) if locked else question).first()
