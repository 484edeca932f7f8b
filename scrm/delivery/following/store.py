"""SQL of what is sent to people who are joined or separated."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, literal_column, select, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.contacts.tables import Identity
from scrm.delivery.following.policy import MAY_HAVE_ARRIVED, NOTHING, WAITING
from scrm.delivery.following.values import JOINED, Both, Key, Sent
from scrm.delivery.tables import CAMPAIGN_KEY, OF_CAMPAIGN, Delivery
from scrm.delivery.values import EARLIER_PART, DeliveryState
from scrm.kernel.rows import update_rows
from scrm.kernel.sets import is_any, table_of

_OF_CAMPAIGN: ColumnElement[bool] = literal_column(f"delivery.{OF_CAMPAIGN}")


def hold(session: Session, contact_ids: Collection[int]) -> None:
    """Until the commit nothing that campaigns send to these people begins."""
    waiting = (
        select(col(Delivery.id))
        .where(
            is_any(session, col(Delivery.contact_id), contact_ids),
            _OF_CAMPAIGN,
            col(Delivery.state).in_(WAITING),
        )
        .order_by(col(Delivery.id))
        .with_for_update()
    )
    session.execute(waiting).all()


def move_said(session: Session, said: Select[int], taker: int) -> None:
    """The deliveries of these messages are the taker's, but for those that campaigns send."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.message_id).in_(said), col(Delivery.campaign_id).is_(None))
        .values(contact_id=taker)
        .execution_options(synchronize_session=False)
    )


def both(session: Session, identity_ids: Collection[int], giver: int, taker: int) -> list[Both]:
    """What campaigns send to the giver at these addresses, and what the taker has of the same step."""
    own = aliased(Delivery)
    question = (
        select(
            *(col(Delivery.id), col(Delivery.state)),
            *(col(own.id), col(own.state), is_any(session, col(own.identity_id), identity_ids)),
        )
        .outerjoin(
            own,
            (col(own.contact_id) == taker)
            & (col(own.campaign_id) == col(Delivery.campaign_id))
            & (col(own.occurrence_id) == col(Delivery.occurrence_id))
            & (col(own.step) == col(Delivery.step)),
        )
        .where(
            col(Delivery.contact_id) == giver,
            _OF_CAMPAIGN,
            is_any(session, col(Delivery.identity_id), identity_ids),
        )
        .order_by(col(Delivery.id))
    )
    return [
        Both(Sent(*row[:2]), None if row[2] is None else Sent(row[2], row[3], bool(row[4])))
        for row in session.execute(question)
    ]


def go(session: Session, ids: Sequence[int], contact_id: int) -> None:
    _change(session, ids, contact_id=contact_id)


def swap(session: Session, some: Sequence[tuple[int, int]], giver: int, taker: int) -> None:
    """The first of each pair is the taker's, the second the giver's. For a moment the first are of no
    run: both databases look at each row whether its key is free."""
    if not some:
        return
    mine, theirs = zip(*some, strict=True)
    no_run = {"occurrence_id": -col(Delivery.occurrence_id)}
    _change(session, mine, **no_run)
    _change(session, theirs, contact_id=giver)
    _change(session, mine, **no_run, contact_id=taker)


def end(session: Session, ids: Sequence[int]) -> None:
    """They are not sent, nor what follows of their messages."""
    whole = select(col(Delivery.message_id)).where(is_any(session, col(Delivery.id), ids))
    session.execute(
        update(Delivery)
        .where(
            col(Delivery.message_id).in_(whole),
            col(Delivery.part) > 0,
            col(Delivery.state).in_(WAITING),
        )
        .values(state=DeliveryState.CANCELLED, reason=EARLIER_PART)
        .execution_options(synchronize_session=False)
    )
    ended = {"state": DeliveryState.CANCELLED, "reason": JOINED}
    _change(session, ids, **ended, lease_until=None, worker="")


def give_back(
    session: Session, contact_ids: Collection[int], since: datetime, now: datetime
) -> list[int]:
    """What was to go to these people until they turned out to be one is queued, if it was ordered
    since then and goes to an address of theirs; the channel of each."""
    theirs = select(col(Identity.id)).where(col(Identity.contact_id) == col(Delivery.contact_id))
    given = session.execute(
        update(Delivery)
        .where(
            is_any(session, col(Delivery.contact_id), contact_ids),
            _OF_CAMPAIGN,
            col(Delivery.state) == DeliveryState.CANCELLED,
            col(Delivery.reason) == JOINED,
            col(Delivery.created_at) >= since,
            col(Delivery.identity_id).in_(theirs),
        )
        .values(state=DeliveryState.QUEUED, reason="", due_at=now)
        .returning(col(Delivery.channel_id))
        .execution_options(synchronize_session=False)
    )
    return list(given.scalars())


def alive(session: Session, keys: Collection[Key]) -> set[Key]:
    """All steps of runs of which something waits or may have arrived, that are like these in each part
    of the key."""
    parts = zip(CAMPAIGN_KEY, zip(*keys, strict=True), strict=True)
    place = [col(getattr(Delivery, name)) for name in CAMPAIGN_KEY]
    question = select(*place).where(
        *(is_any(session, col(getattr(Delivery, name)), set(some)) for name, some in parts),
        _OF_CAMPAIGN,
        col(Delivery.state).in_((*WAITING, *MAY_HAVE_ARRIVED)),
    )
    return {(row[0], row[1], row[2], row[3]) for row in session.execute(question)}


def make_way(session: Session, keys: Mapping[Key, int]) -> None:
    others = {(*key[:3], other): key for key, other in keys.items()}
    place = [col(getattr(Delivery, name)) for name in CAMPAIGN_KEY]
    question = select(col(Delivery.id), col(Delivery.state), *place).where(
        tuple_(*place).in_([*keys, *others]), _OF_CAMPAIGN
    )
    found = {tuple(row[2:]): row for row in session.execute(question)}
    taken = {others[key] for key in others if key in found}
    ways = [
        (keys[key], found[key][0])
        for key in keys
        if key in found and key not in taken and found[key][1] in NOTHING
    ]
    update_rows(session, table_of(Delivery), ("contact_id",), ways)
    session.expire_all()


def _change(session: Session, ids: Sequence[int], **values: object) -> None:
    if ids:
        session.execute(
            update(Delivery)
            .where(is_any(session, col(Delivery.id), ids))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
