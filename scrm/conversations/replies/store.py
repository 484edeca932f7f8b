"""SQL of what campaigns sent, by what an answer knows of it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, bindparam, literal_column, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.conversations.replies.values import Sent
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery
from scrm.kernel.columns import document, from_micros
from scrm.kernel.sets import SetQuery

_PART = aliased(Delivery)
_SENT: tuple[Any, ...] = (
    col(Delivery.message_id),
    col(Delivery.external_id),
    col(Delivery.state),
    col(Delivery.campaign_id),
    col(Delivery.version_id),
    col(Delivery.occurrence_id),
    col(Delivery.step),
    col(Message.content),
    col(Message.created_at),
)
_BY_MESSAGE = SetQuery(
    lambda any_of: (
        select(*_SENT)
        .select_from(Delivery)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(
            any_of(col(Delivery.message_id)),
            col(Delivery.part) == literal_column("0"),
            col(Delivery.campaign_id).is_not(None),
        )
    ),
    int,
)
_BY_EXTERNAL = SetQuery(
    lambda any_of: (
        select(col(_PART.external_id), *_SENT)
        .select_from(_PART)
        .join(Delivery, col(Delivery.message_id) == col(_PART.message_id))
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(
            any_of(col(_PART.external_id)),
            col(_PART.channel_id) == bindparam("on_channel", type_=BigInteger()),
            col(Delivery.part) == literal_column("0"),
            col(Delivery.campaign_id).is_not(None),
        )
    ),
    str,
)


def by_message(session: Session, message_ids: Iterable[int]) -> dict[int, Sent]:
    rows = _BY_MESSAGE.rows(session, message_ids)
    return {row[0]: _sent(row) for row in rows}


def by_external(session: Session, channel_id: int, external_ids: Iterable[str]) -> dict[str, Sent]:
    """By what the platform calls them, or one of their parts."""
    rows = _BY_EXTERNAL.rows(session, external_ids, on_channel=channel_id)
    return {row[0]: _sent(row[1:]) for row in rows}


def _sent(row: Any) -> Sent:
    return Sent._make((*row[:7], document(row[7]), from_micros(row[8])))
