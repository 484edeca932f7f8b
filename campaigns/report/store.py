"""SQL of reports: the recipients, and of whom was given to the outbox what it says. The first part of
a message stands for the whole: the others follow it, or wait for word of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, func, select, tuple_
from sqlmodel import Session, col

from campaigns.report.values import Group, RecipientView
from campaigns.tables import CampaignVersion, Recipient
from campaigns.values import RecipientState
from scrm.contacts.tables import Contact
from scrm.delivery.tables import Delivery

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
_PLACE = (col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id))

Place = tuple[int, ...]
"""Occurrence, step and contact: the order of the list."""


def groups(session: Session, occurrence_ids: Sequence[int]) -> list[Group]:
    """Of all these runs together."""
    columns = (_IS_GIVEN.label("is_given"), _STATE.label("fate"), _REASON.label("because"))
    counted = (
        select(*columns, func.count())
        .select_from(Recipient)
        .outerjoin(Delivery, _OF_ITS_MESSAGE)
        .where(_PLACE[0].in_(occurrence_ids))
        .group_by(*columns)
    )
    return [
        Group(bool(is_given), state, reason, count)
        for is_given, state, reason, count in session.execute(counted)
    ]


def page(
    session: Session,
    occurrence_ids: Sequence[int],
    after: Place | None,
    limit: int,
    wanted: tuple[str, str | None],
) -> list[RecipientView]:
    """Of these runs, by run and person; `wanted` is a state and a reason, an empty state and None for any."""
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
    return [_view(row) for row in session.execute(question)]


def _view(row: Any) -> RecipientView:
    recipient, name, state, reason, channel_id, due_at, version = row
    channel_id = channel_id or recipient.channel_id
    until = due_at if state == "held" and recipient.state == "given" else None
    if recipient.state in (RecipientState.WAITING, RecipientState.LATER, RecipientState.HELD):
        until = recipient.due_at
    return RecipientView(
        contact_id=str(recipient.contact_id),
        name=name or "",
        state=state,
        reason=reason,
        until=until,
        occurrence_id=str(recipient.occurrence_id),
        step=recipient.step,
        version=version,
        channel_id=None if channel_id is None else str(channel_id),
        message_id=None if recipient.message_id is None else str(recipient.message_id),
        decided_at=recipient.decided_at,
    )
