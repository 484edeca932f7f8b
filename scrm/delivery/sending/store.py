"""SQL of what is being sent, in sets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Text, bindparam, exists, select, update
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.delivery.tables import Attempt, Delivery, UnmatchedReceipt
from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import micros
from scrm.kernel.ids import new_ids
from scrm.kernel.rows import insert_rows, update_rows
from scrm.kernel.sets import SetQuery, table_of

_DELIVERY, _ATTEMPT = table_of(Delivery), table_of(Attempt)

_STARTABLE = SetQuery(
    lambda any_of: (
        select(col(Delivery.id), col(Delivery.contact_id))
        .where(
            any_of(col(Delivery.id)),
            col(Delivery.state) == DeliveryState.RESERVED,
            col(Delivery.worker) == bindparam("taker", type_=Text()),
            exists().where(
                col(Channel.id) == col(Delivery.channel_id),
                col(Channel.state) == ChannelState.ACTIVE,
            ),
        )
        .order_by(col(Delivery.id))
        .with_for_update(skip_locked=True, of=Delivery)
    ),
    int,
)
"""Who holds a row is joining, erasing or deciding about it: it is left to them, and the others go."""

_STARTED = SetQuery(
    lambda any_of: (
        update(_DELIVERY)
        .where(any_of(col(Delivery.id)))
        .values(
            state=DeliveryState.SENDING,
            tries=col(Delivery.tries) + 1,
            lease_until=bindparam("until", type_=BigInteger()),
        )
        .returning(col(Delivery.id))
    ),
    int,
)
_ATTEMPTED = ("id", "delivery_id", "started_at", "outcome", "code", "external_id", "worker")


def startable(session: Session, delivery_ids: Collection[int], worker: str) -> dict[int, int]:
    """Those that may be sent now, held until the commit, and whose they are. Left out is what another
    took or holds at this moment, or whose channel is paused."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0]: row[1] for row in _STARTABLE.rows(session, delivery_ids, taker=worker)}


def start(
    session: Session,
    delivery_ids: Collection[int],
    worker: str,
    now: datetime,
    lease_until: datetime,
) -> dict[int, int]:
    """reserved → sending of what is held, each with its attempt row: the attempts by their delivery."""
    taken = [row[0] for row in _STARTED.rows(session, delivery_ids, until=micros(lease_until))]
    at, ids = micros(now), new_ids(len(taken))
    rows = [
        (attempt_id, delivery_id, at, "", "", "", worker)
        for attempt_id, delivery_id in zip(ids, taken, strict=True)
    ]
    insert_rows(session, _ATTEMPT, _ATTEMPTED, rows)
    session.expire_all()
    return dict(zip(taken, ids, strict=True))


class Standing(NamedTuple):
    """How a delivery stands, and whose it is: its person may have been joined or separated since it
    was taken; of who was erased there is none."""

    state: str
    contact_id: int


def _standing(*, skip_locked: bool) -> SetQuery:
    return SetQuery(
        lambda any_of: (
            select(col(Delivery.id), col(Delivery.state), col(Delivery.contact_id))
            .where(any_of(col(Delivery.id)))
            .order_by(col(Delivery.id))
            .with_for_update(skip_locked=skip_locked)
        ),
        int,
    )


_STANDING = {patient: _standing(skip_locked=not patient) for patient in (True, False)}
_THERE = SetQuery(lambda any_of: select(col(Delivery.id)).where(any_of(col(Delivery.id))), int)


def standing(
    session: Session, delivery_ids: Iterable[int], *, patient: bool
) -> dict[int, Standing]:
    """Held until the commit. What somebody else holds is left out, or waited for."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0]: Standing(*row[1:]) for row in _STANDING[patient].rows(session, delivery_ids)}


def there(session: Session, delivery_ids: Collection[int]) -> set[int]:
    """Which of these there are, whoever holds them."""
    return {row[0] for row in _THERE.rows(session, delivery_ids)} if delivery_ids else set()


_ENDED = ("ended_at", "outcome", "code", "external_id")
_ARRIVED = ("state", "external_id", "reason", "finished_at", "lease_until")


def end_sent(session: Session, attempts: Mapping[int, str], now: datetime) -> None:
    """Attempts that their platform took, with the id that it gave."""
    at = micros(now)
    rows = [(at, "sent", "", external_id, one) for one, external_id in attempts.items()]
    update_rows(session, _ATTEMPT, _ENDED, rows)


def sent(session: Session, taken: Mapping[int, str], now: datetime) -> None:
    """Deliveries that are out, with the id that their platform gave."""
    at = micros(now)
    rows: Sequence[tuple[Any, ...]] = [
        (DeliveryState.SENT.value, external_id or None, "", at, None, one)
        for one, external_id in taken.items()
    ]
    update_rows(session, _DELIVERY, _ARRIVED, rows)
    session.expire_all()


_STOPPED = SetQuery(
    lambda any_of: select(col(Delivery.message_id)).where(
        any_of(col(Delivery.message_id)), col(Delivery.state) == DeliveryState.CANCELLED
    ),
    int,
)


def with_stopped_parts(session: Session, message_ids: Iterable[int]) -> set[int]:
    """Messages of which parts do not go on."""
    return {row[0] for row in _STOPPED.rows(session, message_ids)}


_EARLY = SetQuery(
    lambda any_of: select(col(UnmatchedReceipt.external_id)).where(
        any_of(col(UnmatchedReceipt.external_id)),
        col(UnmatchedReceipt.channel_id) == bindparam("on_channel", type_=BigInteger()),
    ),
    str,
)


def with_receipts(session: Session, channel_id: int, external_ids: Iterable[str]) -> set[str]:
    """Ids of which a receipt came before we knew them."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0] for row in _EARLY.rows(session, external_ids, on_channel=channel_id)}
