"""SQL of reports: the recipients, and of whom was given to the outbox what it says. The first part of
a message stands for the whole: the others follow it, or wait for word of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    case,
    distinct,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlmodel import Session, col

from campaigns.report.values import QUARTER, SENT, Group, Reached, ReceivedView, RecipientView
from campaigns.responses.tables import CampaignResponse
from campaigns.responses.values import ANSWERS, STOPS, ResponseKind
from campaigns.tables import Campaign, CampaignVersion, Occurrence, Recipient
from campaigns.values import RecipientState
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery

_R = CampaignResponse
_IS_GIVEN = col(Recipient.state) == RecipientState.GIVEN
_STATE: ColumnElement[Any] = case(
    (_IS_GIVEN, func.coalesce(col(Delivery.state), RecipientState.GIVEN.value, type_=Text())),
    else_=col(Recipient.state),
)
_REASON: ColumnElement[Any] = case(
    (_IS_GIVEN, func.coalesce(col(Delivery.reason), "", type_=Text())),
    else_=col(Recipient.why),
)
_OF_ITS_MESSAGE = and_(
    col(Delivery.message_id) == col(Recipient.message_id), col(Delivery.part) == 0
)
_CHANNEL: ColumnElement[Any] = func.coalesce(col(Delivery.channel_id), col(Recipient.channel_id))
_MICROSECOND = timedelta(microseconds=1)
_QUARTER: ColumnElement[Any] = case(
    (
        col(Delivery.state).in_([one.value for one in SENT]),
        type_coerce(col(Delivery.finished_at), BigInteger) // (QUARTER // _MICROSECOND),
    )
)
"""In which it was sent."""
_PLACE = (col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id))

Place = tuple[int, ...]
"""Occurrence, step and contact: the order of the list."""


def groups(session: Session, occurrence_ids: Sequence[int]) -> list[Group]:
    """Of all these runs together."""
    columns = (
        *(_IS_GIVEN.label("is_given"), _STATE.label("fate"), _REASON.label("because")),
        *(_CHANNEL.label("channel"), _QUARTER.label("quarter")),
    )
    counted = (
        select(*columns, func.count())
        .select_from(Recipient)
        .outerjoin(Delivery, _OF_ITS_MESSAGE)
        .where(_PLACE[0].in_(occurrence_ids))
        .group_by(*columns)
    )
    return [
        Group(bool(is_given), state, reason, count, channel_id, quarter)
        for is_given, state, reason, channel_id, quarter, count in session.execute(counted)
    ]


def replied(session: Session, occurrence_ids: Sequence[int]) -> dict[int, int]:
    """How many people answered, by the channel on which they got it."""
    key = (col(_R.occurrence_id), col(_R.step), col(_R.contact_id))
    theirs = and_(*(ours == their for ours, their in zip(_PLACE, key, strict=True)))
    channel = _CHANNEL.label("channel")
    counted = (
        select(channel, func.count(distinct(key[2])))
        .select_from(CampaignResponse)
        .join(Recipient, theirs)
        .outerjoin(Delivery, _OF_ITS_MESSAGE)
        .where(key[0].in_(occurrence_ids), col(_R.kind).in_(ANSWERS))
        .group_by(channel)
    )
    return {channel_id: people for channel_id, people in session.execute(counted) if channel_id}


def page(
    session: Session,
    occurrence_ids: Sequence[int],
    after: Place | None,
    limit: int,
    wanted: tuple[str, str | None],
    reached: Reached | None = None,
) -> list[RecipientView]:
    """Of these runs, by run and person; `wanted` is a state and a reason, an empty state and None for
    any; of those only who `reached` that, where it is given."""
    state, reason = wanted
    question: Any = (
        select(
            Recipient,
            col(Contact.name),
            _STATE,
            _REASON,
            col(Delivery.channel_id),
            col(Delivery.due_at),
            col(CampaignVersion.number),
        )
        .select_from(Recipient)
        .join(CampaignVersion, col(CampaignVersion.id) == col(Recipient.version_id))
        .outerjoin(Contact, col(Contact.id) == col(Recipient.contact_id))
        .outerjoin(Delivery, _OF_ITS_MESSAGE)
        .where(_PLACE[0].in_(occurrence_ids))
        .order_by(*_PLACE)
        .limit(limit)
    )
    if after is not None:
        question = question.where(tuple_(*_PLACE) > tuple_(*after))
    if state:
        question = question.where(state == _STATE)
    if reason is not None:
        question = question.where(reason == _REASON)
    if reached is not None:
        question = question.where(_has_reached(reached, occurrence_ids))
    return [_view(row) for row in session.execute(question)]


_STATES = {
    Reached.SENT: SENT,
    Reached.DELIVERED: SENT[1:],
    Reached.READ: SENT[2:],
}
_ACTS = {
    Reached.REPLIED: ANSWERS,
    Reached.CLICKED: (ResponseKind.CLICK,),
    Reached.OPTED_OUT: STOPS,
}


def _has_reached(reached: Reached, occurrence_ids: Sequence[int]) -> ColumnElement[bool]:
    """As `policy.funnel` and `responses.count` count them. Who did something is looked up by the key, for
    they are few of an audience."""
    if reached in _STATES:
        return _STATE.in_([one.value for one in _STATES[reached]])
    if reached not in _ACTS:
        return _STATE.is_distinct_from(RecipientState.BLOCKED.value)
    key = (col(_R.occurrence_id), col(_R.step), col(_R.contact_id))
    acts = key[0].in_(occurrence_ids), col(_R.kind).in_(_ACTS[reached])
    return tuple_(*_PLACE).in_(select(*key).where(*acts))


def of_person(
    session: Session, contact_id: int, before: Place | None, limit: int
) -> list[tuple[int, ReceivedView]]:
    """What campaigns meant for somebody, also for whom was joined into them, the newest run first;
    each with the contact that was meant. Each run is looked into by the key of its people: there are
    far fewer runs than people."""
    theirs = select(col(Contact.id)).where(
        or_(col(Contact.id) == contact_id, col(Contact.joined_into) == contact_id)
    )
    ids = list(session.execute(theirs).scalars())
    mine = (_PLACE[0] == col(Occurrence.id), _PLACE[1] == 0, _PLACE[2].in_(ids))
    question: Any = (
        select(
            *(Recipient, col(Campaign.name), _STATE, _REASON, col(Delivery.channel_id)),
            *(col(Delivery.due_at), col(Delivery.finished_at), col(CampaignVersion.number)),
            *(col(Occurrence.frozen_at), col(Message.conversation_id)),
        )
        .select_from(Occurrence)
        .join(Recipient, and_(*mine))
        .join(Campaign, col(Campaign.id) == col(Occurrence.campaign_id))
        .join(CampaignVersion, col(CampaignVersion.id) == col(Recipient.version_id))
        .outerjoin(Delivery, _OF_ITS_MESSAGE)
        .outerjoin(Message, col(Message.id) == col(Recipient.message_id))
        .where(col(Occurrence.frozen_at).is_not(None), col(Occurrence.size) > 0)
        .order_by(col(Occurrence.id).desc(), _PLACE[2].desc())
        .limit(limit)
    )
    if before is not None:
        question = question.where(tuple_(col(Occurrence.id), _PLACE[2]) < tuple_(*before))
    return [(row[0].contact_id, _received(row)) for row in session.execute(question)]


def _received(row: Any) -> ReceivedView:
    recipient, name, state, reason, channel_id, due_at, finished_at, version, frozen_at, thread = (
        row
    )
    return ReceivedView(
        campaign_id=str(recipient.campaign_id),
        name=name,
        state=state,
        reason=reason,
        at=finished_at or recipient.decided_at or frozen_at,
        until=_until(recipient, state, due_at),
        occurrence_id=str(recipient.occurrence_id),
        step=recipient.step,
        version=version,
        channel_id=_named(channel_id or recipient.channel_id),
        message_id=_named(recipient.message_id),
        conversation_id=_named(thread),
    )


def _until(recipient: Recipient, state: str, due_at: datetime | None) -> datetime | None:
    """When somebody is looked at again, among the recipients or in the outbox."""
    if recipient.state in (RecipientState.WAITING, RecipientState.LATER, RecipientState.HELD):
        return recipient.due_at
    return due_at if state == "held" and recipient.state == "given" else None


def _named(row_id: int | None) -> str | None:
    return None if row_id is None else str(row_id)


def _view(row: Any) -> RecipientView:
    recipient, name, state, reason, channel_id, due_at, version = row
    return RecipientView(
        contact_id=str(recipient.contact_id),
        name=name or "",
        state=state,
        reason=reason,
        until=_until(recipient, state, due_at),
        occurrence_id=str(recipient.occurrence_id),
        step=recipient.step,
        version=version,
        channel_id=_named(channel_id or recipient.channel_id),
        message_id=_named(recipient.message_id),
        decided_at=recipient.decided_at,
    )


def definitions(session: Session, occurrence_ids: Sequence[int]) -> list[dict[str, Any]]:
    """All that was put in force of the campaigns of these runs, the newest first."""
    mine = select(col(Occurrence.campaign_id)).where(col(Occurrence.id).in_(occurrence_ids))
    question = (
        select(col(CampaignVersion.definition))
        .where(col(CampaignVersion.campaign_id).in_(mine))
        .order_by(col(CampaignVersion.number).desc())
    )
    return list(session.execute(question).scalars())
