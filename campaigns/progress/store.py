"""SQL of how campaigns stand: one statement for a list of them. It looks only at what is open, which
has indexes of its own, and not at the millions that are done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    case,
    false,
    literal_column,
    select,
    union_all,
)
from sqlmodel import Session, col

from campaigns.progress.values import Facts
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN, RecipientState
from scrm.delivery.tables import IN_HAND, NOTABLE, Delivery
from scrm.delivery.values import LANE_ORDER, DeliveryState, Lane
from scrm.kernel.sets import is_any

_LANES = [LANE_ORDER[lane] for lane in (Lane.CAMPAIGN, Lane.TRANSACTIONAL)]
"""In which campaigns send: what advertises, and what serves."""


def facts(session: Session, ids: Sequence[int], now: datetime) -> dict[int, Facts]:
    unbegun = (col(Occurrence.frozen_at).is_(None), col(Occurrence.missed_at).is_(None))
    mine = col(Occurrence.campaign_id) == col(Campaign.id)
    is_planned = select(col(Occurrence.id)).where(mine, *unbegun).exists()
    newest = col(Occurrence.id).desc()
    turn = select(col(Occurrence.turn)).where(mine).order_by(newest).limit(1).scalar_subquery()
    is_due = (
        select(col(Occurrence.id)).where(mine, *unbegun, col(Occurrence.due_at) <= now).exists()
    )
    waits = (
        select(col(Recipient.contact_id))
        .where(col(Recipient.campaign_id) == col(Campaign.id), literal_column(OPEN))
        .exists()
    )
    is_open = waits | col(Campaign.id).in_(_on_their_way())
    question = select(
        *(col(Campaign.id), col(Campaign.wish)),
        is_planned | turn.is_not(None),  # on dates of people another day comes, if not by itself
        is_due,
        is_open,
        # It looks at all rows of a run in which everybody was missed: only where nothing is to come.
        case((is_planned | is_open, false()), else_=_all_was_missed(mine)),
    ).where(is_any(session, col(Campaign.id), ids))
    return {
        one: Facts(wish, *(bool(answer) for answer in answers))
        for one, wish, *answers in session.execute(question)
    }


def _all_was_missed(mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """There were runs, and none went to anybody: each could not begin, or all its people were too late.
    Of a campaign that went once, a run to some of them that was missed is no reason to go to all."""
    somebody = (
        select(col(Recipient.contact_id))
        .where(
            col(Recipient.occurrence_id) == col(Occurrence.id),
            col(Recipient.state) != RecipientState.MISSED,
        )
        .exists()
    )
    went = (
        select(col(Occurrence.id))
        .where(mine, col(Occurrence.frozen_at).is_not(None), (col(Occurrence.size) == 0) | somebody)
        .exists()
    )
    return select(col(Occurrence.id)).where(mine).exists() & ~went


def _on_their_way() -> CompoundSelect[int]:
    """The campaigns that have something in the outbox of which more is to come. Each part repeats the
    condition of the index that answers it."""
    conditions: tuple[tuple[ColumnElement[bool], ...], ...] = (
        (literal_column("delivery.state = 'queued'"),),
        (literal_column(f"delivery.{IN_HAND}"),),
        (literal_column(f"delivery.{NOTABLE}"), col(Delivery.state) == DeliveryState.HELD),
    )
    return union_all(
        *(
            select(col(Recipient.campaign_id))
            .join(Delivery, col(Delivery.message_id) == col(Recipient.message_id))
            .where(*some, col(Delivery.lane).in_(_LANES))
            for some in conditions
        )
    )
