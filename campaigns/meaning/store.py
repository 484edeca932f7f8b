"""SQL of who is meant."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import Wish


class Other(NamedTuple):
    """A run of another campaign; `is_frozen` says that its people have their rows."""

    campaign_id: int
    name: str
    occurrence_id: int
    is_frozen: bool


def others(session: Session, campaign_id: int | None, since: datetime, at_most: int) -> list[Other]:
    """Runs that are planned or began after `since`, the newest first."""
    question = (
        select(
            *(col(Campaign.id), col(Campaign.name), col(Occurrence.id)),
            col(Occurrence.frozen_at).is_not(None),
        )
        .join(Occurrence, col(Occurrence.campaign_id) == col(Campaign.id))
        .where(
            col(Campaign.wish).in_((Wish.SCHEDULED, Wish.PAUSED)),
            col(Occurrence.missed_at).is_(None),
            or_(col(Occurrence.frozen_at).is_(None), col(Occurrence.frozen_at) > since),
        )
        .order_by(col(Occurrence.id).desc())
        .limit(at_most)
    )
    if campaign_id is not None:
        question = question.where(col(Campaign.id) != campaign_id)
    return [Other(*row) for row in session.execute(question)]


def recipients(occurrence_id: int) -> Select[int]:
    """Who is in it."""
    return select(col(Recipient.contact_id)).where(
        col(Recipient.occurrence_id) == occurrence_id, col(Recipient.step) == 0
    )


def both(one: Select[int], other: Select[int]) -> Select[int]:
    """Those who are meant by each of them."""
    people = one.intersect(other).subquery()
    return select(next(iter(people.c)))
