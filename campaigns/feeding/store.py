"""SQL of feeding."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlmodel import Session, col

from campaigns.deciding.values import Why
from campaigns.feeding.values import Due, Open
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN, RecipientState, Wish
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.delivery.tables import Delivery
from scrm.kernel.claiming import once
from scrm.kernel.columns import document, micros
from scrm.kernel.sets import SetQuery, is_any, table_of

_RECIPIENT = table_of(Recipient)
_IS_OPEN: ColumnElement[bool] = literal_column(f"campaign_recipient.{OPEN}")
_IS_FROZEN = exists().where(
    col(Occurrence.id) == col(Recipient.occurrence_id), col(Occurrence.frozen_at).is_not(None)
)


def due_campaigns(session: Session) -> list[Due]:
    """The one that waits longest first."""
    first = (  # no min(): PostgreSQL would read them all for it
        select(col(Recipient.due_at))
        .where(col(Recipient.campaign_id) == col(Campaign.id), _IS_OPEN, _IS_FROZEN)
        .order_by(col(Recipient.due_at))
        .limit(1)
        .scalar_subquery()
    )
    question = select(col(Campaign.id), first).where(col(Campaign.wish) == Wish.SCHEDULED)
    found = [Due(row[0], row[1]) for row in session.execute(question) if row[1] is not None]
    return sorted(found, key=lambda one: (one.at, one.campaign_id))


def due_people(session: Session, campaign_id: int, now: datetime, limit: int) -> list[Open]:
    """Whose turn it is, held until the commit; whom another holds is left to them."""
    question = (
        select(
            *(col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id)),
            col(Recipient.late_at),
        )
        .where(
            col(Recipient.campaign_id) == campaign_id,
            _IS_OPEN,
            col(Recipient.due_at) <= now,
            or_(col(Recipient.late_at).is_(None), col(Recipient.late_at) > now),
            _IS_FROZEN,
        )
        .order_by(
            # as its index has them: else a whole audience is sorted for each portion
            *(col(Recipient.due_at), col(Recipient.occurrence_id)),
            *(col(Recipient.step), col(Recipient.contact_id)),
        )
        .limit(limit)
        .with_for_update(skip_locked=True, of=Recipient)
    )
    return [Open(*row) for row in session.execute(question)]


_FATE_COLUMNS = (
    *("state", "why", "due_at", "identity_id", "channel_id", "message_id"),
    *("version_id", "decided_at"),
)
_FATE = (
    update(_RECIPIENT)
    .where(
        _RECIPIENT.c.occurrence_id == bindparam("run"),
        _RECIPIENT.c.step == bindparam("at_step"),
        _RECIPIENT.c.contact_id == bindparam("whom"),
    )
    .values(
        {name: bindparam(f"to_{name}", type_=_RECIPIENT.c[name].type) for name in _FATE_COLUMNS}
    )
)


def decided(session: Session, fates: Sequence[tuple[Open, dict[str, Any]]]) -> None:
    """Write down what became of each: a value for each of its columns."""
    if not fates:
        return
    rows = [
        {"run": who.occurrence_id, "at_step": who.step, "whom": who.contact_id}
        | {f"to_{name}": fate[name] for name in _FATE_COLUMNS}
        for who, fate in fates
    ]
    session.flush()
    session.connection().execute(_FATE, rows)
    session.expire_all()


_JOINED = SetQuery(
    lambda any_of: select(col(Contact.id)).where(any_of(col(Contact.joined_into))), int
)
_WAKE = SetQuery(
    lambda any_of: (
        update(_RECIPIENT)
        .where(
            any_of(_RECIPIENT.c.contact_id),
            literal_column("campaign_recipient.state = 'held'"),
            any_of(_RECIPIENT.c.why, "reasons", str),
        )
        .values(due_at=bindparam("now", type_=BigInteger()))
        .returning(_RECIPIENT.c.contact_id)
    ),
    int,
)


def wake(
    session: Session, contact_ids: Iterable[int], reasons: Iterable[str], now: datetime
) -> int:
    """Have those looked at now who are held for one of `reasons`, and who was joined into them; returns
    how many there were."""
    session.flush()  # for both go to the driver, behind the session's back
    people = set(contact_ids)
    # asked before: beside an OR of the two, all that is held is read
    people.update(row[0] for row in _JOINED.rows(session, people))
    return len(_WAKE.rows(session, people, reasons=list(reasons), now=micros(now)))


def wake_on(session: Session, channel_ids: Collection[int], now: datetime, at_most: int) -> int:
    """Have those looked at now who are held for one of these channels, which was paused; how many, of
    whom there may be more."""
    live = select(col(Campaign.id)).where(col(Campaign.wish).in_((Wish.SCHEDULED, Wish.PAUSED)))
    key: Any = (col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id))
    waits = (
        select(*key)
        .where(
            col(Recipient.campaign_id).in_(live),
            _IS_OPEN,
            # who was woken is not found again
            col(Recipient.due_at) > now,
            *_for_channel(session, channel_ids),
        )
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    woken = session.execute(
        update(Recipient)
        .where(tuple_(*key).in_(once(waits)), *_for_channel(session, channel_ids))
        .values(due_at=now)
        .returning(col(Recipient.contact_id))
        .execution_options(synchronize_session=False)
    )
    return len(woken.all())


def _for_channel(session: Session, ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Recipient.state) == RecipientState.HELD,
        col(Recipient.why) == Why.CHANNEL_PAUSED,
        is_any(session, col(Recipient.channel_id), ids),
    )


_PEOPLE = SetQuery(
    lambda any_of: select(
        *(col(Contact.id), col(Contact.name), col(Contact.locale), col(Contact.zone)),
        *(col(Contact.stage), col(Contact.attributes)),
    ).where(any_of(col(Contact.id))),
    int,
)
_TAGS = SetQuery(
    lambda any_of: (
        select(col(ContactTag.contact_id), col(Tag.name))
        .join(Tag, col(Tag.id) == col(ContactTag.tag_id))
        .where(
            any_of(col(ContactTag.contact_id)),
            col(ContactTag.removed_at).is_(None),
            or_(
                col(ContactTag.until).is_(None),
                col(ContactTag.until) > bindparam("now", type_=BigInteger()),
            ),
        )
        .order_by(col(Tag.name))
    ),
    int,
)
_WHERE = SetQuery(
    lambda any_of: select(col(Identity.id), col(Identity.external_id)).where(
        any_of(col(Identity.id))
    ),
    int,
)


_OF_NO_CAMPAIGN = SetQuery(
    lambda any_of: select(col(Delivery.id)).where(
        any_of(col(Delivery.id)), col(Delivery.campaign_id).is_(None), col(Delivery.part) == 0
    ),
    int,
)


def of_no_campaign(session: Session, delivery_ids: Iterable[int]) -> set[int]:
    """Those of them that a colleague sent, or a bot."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0] for row in _OF_NO_CAMPAIGN.rows(session, delivery_ids)}


def people(session: Session, contact_ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Of each id, name, locale, zone, stage and attributes."""
    return [(*row[:5], document(row[5]) or {}) for row in _PEOPLE.rows(session, contact_ids)]


def tags(session: Session, contact_ids: Iterable[int], now: datetime) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for contact_id, name in _TAGS.rows(session, contact_ids, now=micros(now)):
        found.setdefault(contact_id, []).append(name)
    return found


def addresses(session: Session, identity_ids: Iterable[int]) -> dict[int, str]:
    """Where they are written to, as their platforms call it."""
    return {row[0]: row[1] for row in _WHERE.rows(session, identity_ids)}
