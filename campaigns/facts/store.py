"""SQL of facts: one question for a set of people each, whatever their number."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, Text, bindparam, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_models

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.consent.tables import Suppression
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind, ConversationState, Direction
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import LANE_ORDER, DeliveryState, Lane
from scrm.kernel.columns import micros
from scrm.kernel.ids import first_id_at
from scrm.kernel.sets import SetQuery, is_any
from scrm.visitors.tables import Visitor

LOOKED_BACK = 200
"""Messages of a conversation among which our last answer is looked for."""
OUT = (
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
    DeliveryState.UNKNOWN,
)
"""States of what somebody has got, or may have."""
WAITS = (DeliveryState.QUEUED, DeliveryState.RESERVED)
_STAFF = (AuthorKind.USER, AuthorKind.TOKEN)
_MARKETING = LANE_ORDER[Lane.CAMPAIGN]


def channels(session: Session, channel_ids: Collection[int]) -> dict[int, Channel]:
    """Those of them that something can be sent on, now or after a pause."""
    question = select_models(Channel).where(
        is_any(session, col(Channel.id), channel_ids), col(Channel.state) != ChannelState.ARCHIVE
    )
    return {one.id: one for one in session.exec(question)}


def channel_ids(session: Session) -> list[int]:
    question = select_models(Channel.id).where(col(Channel.state) != ChannelState.ARCHIVE)
    return list(session.exec(question.order_by(col(Channel.id))))


_PEOPLE = SetQuery(
    lambda any_of: select(col(Contact.id), col(Contact.zone)).where(
        any_of(col(Contact.id)), col(Contact.erased_at).is_(None)
    ),
    int,
)


def people(session: Session, contact_ids: Iterable[int]) -> dict[int, str]:
    """The zone of each who was not erased."""
    return dict(map(tuple, _PEOPLE.rows(session, contact_ids)))


class Found(NamedTuple):
    """An address; times are microseconds."""

    contact_id: int
    identity_id: int
    channel_id: int
    unreachable_since: int | None
    last_inbound_at: int | None


_ADDRESSES = SetQuery(
    lambda any_of: select(
        col(Identity.contact_id),
        col(Identity.id),
        col(Identity.channel_id),
        col(Identity.unreachable_since),
        col(Identity.last_inbound_at),
    ).where(any_of(col(Identity.contact_id))),
    int,
)


def addresses(session: Session, contact_ids: Iterable[int]) -> list[Any]:
    """Rows of `Found`, on whatever channel."""
    return _ADDRESSES.rows(session, contact_ids)


_SEEN = SetQuery(
    lambda any_of: (
        select(col(Identity.id), func.max(col(Visitor.last_seen)))
        .join(
            Visitor,
            (col(Visitor.address) == col(Identity.external_id))
            & (col(Visitor.channel_id) == col(Identity.channel_id)),
        )
        .where(any_of(col(Identity.id)), col(Visitor.blocked_at).is_(None))
        .group_by(col(Identity.id))
    ),
    int,
)


def seen(session: Session, identity_ids: Iterable[int]) -> dict[int, int]:
    """When a visitor was last there with any browser that is not blocked, in microseconds."""
    return dict(map(tuple, _SEEN.rows(session, identity_ids)))


_STOPPED = SetQuery(
    lambda any_of: select(
        col(Suppression.contact_id), col(Suppression.kind), col(Suppression.channel_id)
    ).where(
        any_of(col(Suppression.contact_id)),
        col(Suppression.purpose) == bindparam("purpose", type_=Text()),
    ),
    int,
)


def stopped(session: Session, contact_ids: Iterable[int], purpose: str) -> list[Any]:
    """What people have ended: contact, kind of the suppression, and channel."""
    return _STOPPED.rows(session, contact_ids, purpose=purpose)


_TALKS = SetQuery(
    lambda any_of: select(
        col(Conversation.contact_id),
        col(Conversation.id),
        col(Conversation.state) != ConversationState.RESOLVED,
        col(Conversation.waiting_since),
        col(Conversation.last_at),
    ).where(
        any_of(col(Conversation.contact_id)),
        or_(
            col(Conversation.state) != ConversationState.RESOLVED,
            col(Conversation.last_at) > bindparam("since", type_=BigInteger()),
        ),
    ),
    int,
)


def talks(session: Session, contact_ids: Iterable[int], since: datetime) -> list[Any]:
    """Conversations that are not resolved, or were written in since then: contact, conversation,
    whether it is live, since when it waits, when it was last written in; in microseconds."""
    return _TALKS.rows(session, contact_ids, since=micros(since))


_ANSWERED = SetQuery(
    lambda any_of: select(
        col(Conversation.contact_id),
        select(col(Message.created_at))
        .where(
            col(Message.conversation_id) == col(Conversation.id),
            col(Message.seq) >= col(Conversation.next_seq) - LOOKED_BACK,
            col(Message.direction) == Direction.OUT,
            or_(*(col(Message.author_kind) == one for one in _STAFF)),
        )
        .order_by(col(Message.seq).desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery(),
    ).where(any_of(col(Conversation.id))),
    int,
)


def answered(session: Session, conversation_ids: Iterable[int]) -> list[Any]:
    """When a colleague, or a script, wrote last in these: contact and microseconds, or None."""
    return _ANSWERED.rows(session, conversation_ids)


_TRIED = (
    select(func.max(col(Attempt.started_at)))
    .where(col(Attempt.delivery_id) == col(Delivery.id))
    .correlate(Delivery)
    .scalar_subquery()
)
_COUNTS = (
    col(Delivery.campaign_id).is_not(None),
    col(Delivery.id) >= bindparam("first", type_=BigInteger()),
    col(Delivery.lane) == bindparam("lane", type_=Integer()),
    or_(*(col(Delivery.state) == one for one in (*OUT, *WAITS))),
    or_(
        col(Delivery.finished_at).is_(None),
        col(Delivery.finished_at) > bindparam("since", type_=BigInteger()),
    ),
)
_HOW: Any = (
    *(col(Delivery.state), col(Delivery.due_at)),
    func.coalesce(_TRIED, col(Delivery.finished_at)),
)
_GOT = SetQuery(
    lambda any_of: select(col(Delivery.contact_id), *_HOW).where(
        any_of(col(Delivery.contact_id)), *_COUNTS
    ),
    int,
)
_JOINED_GOT = SetQuery(
    lambda any_of: (
        select(col(Contact.joined_into), *_HOW)
        .join(Delivery, col(Delivery.contact_id) == col(Contact.id))
        .where(any_of(col(Contact.joined_into)), col(Contact.joined_into).is_not(None), *_COUNTS)
    ),
    int,
)
"""What whoever was joined into these got: of one step of a run theirs stays with them."""


def got(
    session: Session, contact_ids: Iterable[int], given: datetime, since: datetime
) -> list[Any]:
    """Marketing that people, and who was joined into them, got since then or are to get, of what was
    given to the outbox after `given`: contact, state, when it is due and when it was last tried, in
    microseconds."""
    people = list(contact_ids)
    when = {"first": first_id_at(given), "lane": _MARKETING, "since": micros(since)}
    return [
        row for question in (_GOT, _JOINED_GOT) for row in question.rows(session, people, **when)
    ]
