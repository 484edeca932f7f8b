"""SQL of who is meant."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, literal_column, or_, select
from sqlmodel import Session, col

from campaigns.audience.values import RESEND
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN, Wish

_OPEN = f"campaign_recipient.{OPEN}"


class Other(NamedTuple):
    """A run of another campaign; `is_frozen` says that its people have their rows."""

    campaign_id: int
    name: str
    occurrence_id: int
    is_frozen: bool


def others(session: Session, campaign_id: int | None, since: datetime, at_most: int) -> list[Other]:
    """Runs that are planned, that began after `since`, or of whose people some wait still; the newest
    first. Of what was cancelled those that had begun. A run to some of another's people goes to nobody
    else."""
    begun = col(Occurrence.frozen_at)
    waits = (
        select(col(Recipient.contact_id))
        .where(col(Recipient.campaign_id) == col(Campaign.id), literal_column(_OPEN))
        .exists()
    )
    question = (
        select(
            *(col(Campaign.id), col(Campaign.name), col(Occurrence.id)),
            col(Occurrence.frozen_at).is_not(None),
        )
        .join(Occurrence, col(Occurrence.campaign_id) == col(Campaign.id))
        .where(
            or_(
                col(Campaign.wish).in_((Wish.SCHEDULED, Wish.PAUSED)),
                (col(Campaign.wish) == Wish.CANCELLED) & begun.is_not(None),
            ),
            col(Occurrence.missed_at).is_(None),
            or_(begun.is_(None), begun > since, waits),
            or_(begun.is_not(None), ~col(Occurrence.key).startswith(RESEND, autoescape=True)),
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
