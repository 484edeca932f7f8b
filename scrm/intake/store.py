"""SQL about kept events."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, literal_column, text, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from scrm.channels.tables import PullCursor
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Cursor, Fate, Incoming, IntakeState
from scrm.kernel.claiming import once
from scrm.kernel.columns import micros
from scrm.kernel.ids import first_id_at, new_ids
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import SetQuery, insert_for, is_any, table_of

_COLUMNS = (
    "id",
    "channel_id",
    "external_id",
    "order_key",
    "kind",
    "body",
    "received_at",
    "state",
    "tries",
    "due_at",
    "error",
)


_SEEN = SetQuery(
    lambda any_of: select_columns(col(IntakeEvent.external_id)).where(
        any_of(col(IntakeEvent.external_id)), col(IntakeEvent.channel_id) == bindparam("channel_id")
    ),
    str,
)
_WAITING = SetQuery(
    lambda any_of: (
        select_columns(col(IntakeEvent.order_key))
        .where(
            col(IntakeEvent.state) == literal_column("'kept'"),
            col(IntakeEvent.channel_id) == bindparam("channel_id"),
            any_of(col(IntakeEvent.order_key)),
        )
        .distinct()
    ),
    str,
)
_IS_KEPT = text("intake_event.state = 'kept'")
"""A constant in the statement: a partial index serves no bound parameter."""


def seen(session: Session, channel_id: int, external_ids: Iterable[str]) -> set[str]:
    """Which of these events we have already, in whatever state."""
    return {row[0] for row in _SEEN.rows(session, external_ids, channel_id=channel_id)}


def waiting_keys(session: Session, channel_id: int, order_keys: Iterable[str]) -> set[str]:
    """Which of these order keys have an event that waits; what follows must wait behind it."""
    return {row[0] for row in _WAITING.rows(session, order_keys, channel_id=channel_id)}


def insert(session: Session, events: Sequence[tuple[Incoming, Fate]]) -> None:
    """Raises IntegrityError where another process kept one of them at this moment."""
    rows: list[tuple[Any, ...]] = []
    ids = new_ids(len(events))
    for event_id, (incoming, fate) in zip(ids, events, strict=True):
        event = incoming.event
        due = None if fate.due_at is None else micros(fate.due_at)
        what = (event.external_id, event.order_key, event.kind, event.body)
        end = (fate.state.value, fate.tries, due, fate.error)
        rows.append((event_id, incoming.channel.id, *what, micros(incoming.received_at), *end))
    insert_rows(session, table_of(IntakeEvent), _COLUMNS, rows)


def keep_cursor(session: Session, cursor: Cursor) -> None:
    values = {"channel_id": cursor.channel_id, "cursor": cursor.value}
    session.execute(
        insert_for(session, PullCursor)
        .values(values)
        .on_conflict_do_update(index_elements=["channel_id"], set_={"cursor": cursor.value})
    )


def find_cursor(session: Session, channel_id: int) -> str | None:
    return session.exec(
        select(PullCursor.cursor).where(col(PullCursor.channel_id) == channel_id)
    ).first()


def claim(
    session: Session, limit: int, now: datetime, lease: timedelta, *, tried: bool
) -> list[IntakeEvent]:
    """The oldest due events whose order key has nothing waiting before them but what is claimed
    with them; either those that were tried before or those that were not.

    The claim counts as a try and is committed before the event is applied, so that an
    event that kills the process is known by its tries.
    """
    earlier = aliased(IntakeEvent)
    blocked = exists().where(
        col(earlier.channel_id) == col(IntakeEvent.channel_id),
        col(earlier.order_key) == col(IntakeEvent.order_key),
        col(earlier.id) < col(IntakeEvent.id),
        col(earlier.state) == IntakeState.KEPT,
    )
    if not tried:  # what was not tried either is claimed with it: ids only grow
        blocked = blocked.where(col(earlier.tries) > 0)
    ready = (
        select(col(IntakeEvent.id))
        .where(_IS_KEPT, ~blocked)
        .where(col(IntakeEvent.tries) > 0 if tried else col(IntakeEvent.tries) == 0)
        .where((col(IntakeEvent.due_at).is_(None)) | (col(IntakeEvent.due_at) <= now))
        .order_by(col(IntakeEvent.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=IntakeEvent)
    )
    taken = session.execute(
        update(IntakeEvent)
        .where(col(IntakeEvent.id).in_(once(ready)))
        .values(tries=col(IntakeEvent.tries) + 1, due_at=now + lease)
        .returning(IntakeEvent)
        .execution_options(synchronize_session=False)
    )
    return sorted(taken.scalars(), key=lambda event: event.id)


def still_kept(session: Session, event_ids: Iterable[int]) -> set[int]:
    """Those of these that wait to be applied, held until the commit: whose they were may have been
    erased since they were claimed."""
    question = (
        select(IntakeEvent.id)
        .where(is_any(session, col(IntakeEvent.id), event_ids))
        .where(col(IntakeEvent.state) == IntakeState.KEPT)
        .order_by(col(IntakeEvent.id))
        .with_for_update()
    )
    return set(session.exec(question))


def finish(session: Session, event_id: int, fate: Fate) -> None:
    session.execute(
        update(IntakeEvent)
        .where(col(IntakeEvent.id) == event_id)
        .values(state=fate.state, error=fate.error, tries=fate.tries, due_at=fate.due_at)
    )


def bury(session: Session, event_ids: Iterable[int], why: str) -> None:
    """Events that can't be tried at all."""
    session.execute(
        update(IntakeEvent)
        .where(is_any(session, col(IntakeEvent.id), event_ids))
        .values(state=IntakeState.DEAD, error=why)
    )


def revive(session: Session, event_ids: Iterable[int] | None, since: datetime | None) -> int:
    """Put dead events back in the queue; all of them where no ids are given."""
    change = update(IntakeEvent).where(col(IntakeEvent.state) == IntakeState.DEAD)
    if event_ids is not None:
        change = change.where(is_any(session, col(IntakeEvent.id), event_ids))
    if since is not None:
        change = change.where(col(IntakeEvent.received_at) >= since)
    revived = session.execute(
        change.values(state=IntakeState.KEPT, tries=0, due_at=None).returning(col(IntakeEvent.id))
    )
    return len(revived.all())


def discard(session: Session, event_id: int, reason: str) -> bool:
    discarded = session.execute(
        update(IntakeEvent)
        .where(col(IntakeEvent.id) == event_id, col(IntakeEvent.state) == IntakeState.DEAD)
        .values(state=IntakeState.DISCARDED, error=reason)
        .returning(col(IntakeEvent.id))
    )
    return discarded.first() is not None


def count(session: Session, state: IntakeState) -> int:
    question = select(func.count()).select_from(IntakeEvent)
    return session.exec(question.where(col(IntakeEvent.state) == state)).one()


def next_due(session: Session) -> tuple[bool, datetime | None]:
    """Whether anything waits, and the earliest time that one of it is due (None: now)."""
    row = session.execute(
        select(func.count(), func.min(func.coalesce(col(IntakeEvent.due_at), 0)))
        .select_from(IntakeEvent)
        .where(_IS_KEPT)
    ).one()
    return bool(row[0]), row[1]


def forget(session: Session, before: datetime, limit: int) -> int:
    """Drop events that were done with before a time; their effects stay. Returns how many."""
    old = (
        select(col(IntakeEvent.id))
        .where(
            col(IntakeEvent.id) < first_id_at(before),
            col(IntakeEvent.state).in_((IntakeState.DONE, IntakeState.IGNORED)),
        )
        .order_by(col(IntakeEvent.id))
        .limit(limit)
    )
    gone = session.execute(
        delete(IntakeEvent)
        .where(col(IntakeEvent.id).in_(old))
        .returning(col(IntakeEvent.id))
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
