"""Reads of deliveries."""

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlmodel import Session, col

from scrm.channels import light
from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact
from scrm.conversations.outbox.values import DeliveryView
from scrm.conversations.reading.values import ChannelBrief, ContactBrief
from scrm.conversations.tables import Message
from scrm.delivery.tables import IN_HAND, NOTABLE, Delivery
from scrm.delivery.values import IN_HAND_STATES, NOTABLE_STATES, DeliveryState
from scrm.kernel.errors import NotFound

_NOT_BEGUN = (
    *(DeliveryState.QUEUED, DeliveryState.RESERVED, DeliveryState.HELD),
    *(DeliveryState.BLOCKED, DeliveryState.MISSED, DeliveryState.CANCELLED),
)
"""States in which what campaigns send is listed by these, with their many people."""


def page(
    session: Session, state: DeliveryState, before: int | None, limit: int
) -> tuple[list[DeliveryView], int | None]:
    """Deliveries in a state, the newest first."""
    question = _question().where(*_in(state))
    if before is not None:
        question = question.where(col(Delivery.id) < before)
    rows = list(session.execute(question.order_by(col(Delivery.id).desc()).limit(limit + 1)))
    shown = rows[:limit]
    more = shown[-1][0].id if len(rows) > limit else None
    return [_view(*row) for row in shown], more


def count(session: Session, state: DeliveryState) -> int:
    question = select(func.count()).select_from(Delivery).where(*_in(state))
    number: int = session.execute(question).scalar_one()
    return number


def _in(state: DeliveryState) -> list[ColumnElement[bool]]:
    """The state as a constant, and its index's own condition: a partial index serves neither a
    bound parameter nor what it would have to prove."""
    literal: ColumnElement[str] = literal_column(f"'{state.value}'")
    conditions = [col(Delivery.state) == literal]
    if state in _NOT_BEGUN:
        conditions.append(col(Delivery.campaign_id).is_(None))
    for states, condition in ((NOTABLE_STATES, NOTABLE), (IN_HAND_STATES, IN_HAND)):
        if state in states:
            conditions.append(literal_column(f"delivery.{condition}"))
    return conditions


def one(session: Session, delivery_id: int) -> DeliveryView:
    """Raises NotFound."""
    row = session.execute(_question().where(col(Delivery.id) == delivery_id)).first()
    if row is None:
        raise NotFound("delivery", delivery_id)
    return _view(*row)


def _question() -> Select[Delivery, Contact, Channel, int]:
    return (
        select(Delivery, Contact, Channel, col(Message.conversation_id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Channel, col(Channel.id) == col(Delivery.channel_id))
        .join(Message, col(Message.id) == col(Delivery.message_id))
    )


def _view(
    delivery: Delivery, contact: Contact, channel: Channel, conversation_id: int
) -> DeliveryView:
    return DeliveryView(
        id=str(delivery.id),
        message_id=str(delivery.message_id),
        conversation_id=str(conversation_id),
        contact=ContactBrief(str(contact.id), contact.name, contact.photo),
        channel=ChannelBrief(str(channel.id), channel.name, channel.platform),
        state=delivery.state,
        reason=delivery.reason,
        detail=delivery.detail,
        tries=delivery.tries,
        text=_words(delivery),
        due_at=delivery.due_at,
        created_at=delivery.created_at,
        finished_at=delivery.finished_at,
    )


def _words(delivery: Delivery) -> str:
    """What the person is to read, without marks."""
    text: str = delivery.content.get("text", "")
    return light.parse(text)[0] if delivery.content.get("format") == "light" else text
