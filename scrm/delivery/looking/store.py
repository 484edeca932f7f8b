"""SQL of what the last look says, in sets."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery
from scrm.delivery.values import EARLIER_PART, DeliveryState
from scrm.kernel.rows import update_rows
from scrm.kernel.sets import SetQuery, execute, session_dialect, table_of

ASIDE = ("state", "reason", "detail", "due_at", "finished_at", "lease_until", "worker")
MOVED = ("identity_id", "channel_id", "recipient")


class Address(NamedTuple):
    identity_id: int
    channel_id: int
    recipient: str


_ADDRESSES = SetQuery(
    lambda any_of: select(
        col(Identity.id), col(Identity.channel_id), col(Identity.external_id)
    ).where(any_of(col(Identity.id))),
    int,
)


def addresses(session: Session, identity_ids: Iterable[int]) -> dict[int, Address]:
    return {row[0]: Address._make(row) for row in _ADDRESSES.rows(session, identity_ids)}


def put_aside(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Set ASIDE; the id comes last."""
    update_rows(session, table_of(Delivery), ASIDE, rows)


def move(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Set MOVED; the id comes last."""
    update_rows(session, table_of(Delivery), MOVED, rows)


_LATER_PARTS = SetQuery(
    lambda any_of: (
        update(table_of(Delivery))
        .where(
            any_of(col(Delivery.message_id)),
            col(Delivery.part) > 0,
            col(Delivery.state) == DeliveryState.QUEUED,
        )
        .values(state=DeliveryState.CANCELLED, reason=EARLIER_PART)
        .returning(col(Delivery.id))
    ),
    int,
)


def end_later_parts(session: Session, message_ids: Collection[int]) -> None:
    """Of messages whose first part does not go."""
    if message_ids:
        _LATER_PARTS.rows(session, message_ids)


def move_later_parts(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """What follows in a message goes where its first part goes, also what waits for word of that:
    MOVED, and the message's id."""
    states = f"('{DeliveryState.QUEUED.value}', '{DeliveryState.CANCELLED.value}')"
    _change_later_parts(session, MOVED, f"state IN {states}", rows)


def put_off_later_parts(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Until its first part is due: when, and the message's id."""
    _change_later_parts(session, ("due_at",), f"state = '{DeliveryState.QUEUED.value}'", rows)


def stop_later_parts(session: Session, message_ids: Sequence[int]) -> None:
    rows = [(DeliveryState.CANCELLED.value, EARLIER_PART, one) for one in message_ids]
    waits = f"state = '{DeliveryState.QUEUED.value}'"
    _change_later_parts(session, ("state", "reason"), waits, rows)


def _change_later_parts(
    session: Session, columns: Sequence[str], condition: str, rows: Sequence[tuple[Any, ...]]
) -> None:
    mark = "?" if session_dialect(session) == "sqlite" else "%s"
    sets = ", ".join(f"{name} = {mark}" for name in columns)
    sql = f"UPDATE delivery SET {sets} WHERE message_id = {mark} AND part > 0 AND {condition}"  # noqa: S608 - names are ours
    if rows:
        execute(session, sql, rows, many=True)
