"""SQL of who is meant."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select
from sqlmodel import Session, col

from campaigns.audience.values import RESEND
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN, Wish
from scrm.kernel.sets import is_any

_OPEN = f"campaign_recipient.{OPEN}"


class Other(NamedTuple):
    """Another campaign."""

    id: int
    name: str


class Run(NamedTuple):
    """Of another campaign; `is_frozen` says that its people have their rows, `is_dated` that it goes on
    dates of people."""

    campaign_id: int
    id: int
    version_id: int
    is_frozen: bool
    is_dated: bool


def others(session: Session, campaign_id: int | None, since: datetime, at_most: int) -> list[Other]:
    """Campaigns with `runs_of` such; those with the newest run first."""
    question = (
        select(col(Campaign.id), col(Campaign.name))
        .join(Occurrence, col(Occurrence.campaign_id) == col(Campaign.id))
        .where(*_counts(since))
        .group_by(col(Campaign.id), col(Campaign.name))
        .order_by(func.max(col(Occurrence.id)).desc())
        .limit(at_most)
    )
    if campaign_id is not None:
        question = question.where(col(Campaign.id) != campaign_id)
    return [Other(*row) for row in session.execute(question)]


def runs_of(session: Session, campaign_ids: Collection[int], since: datetime) -> list[Run]:
    """Runs that are planned, that began after `since`, or, but for those on dates of people, of whose
    campaign some wait still; the newest first. Of what was cancelled those that had begun. A run to some
    of another's people goes to nobody else."""
    begun = col(Occurrence.frozen_at)
    question = (
        select(
            *(col(Campaign.id), col(Occurrence.id), col(Occurrence.version_id)),
            *(begun.is_not(None), col(Occurrence.turn).is_not(None)),
        )
        .join(Occurrence, col(Occurrence.campaign_id) == col(Campaign.id))
        .where(is_any(session, col(Campaign.id), campaign_ids), *_counts(since))
        .where(or_(col(Occurrence.turn).is_(None), begun.is_(None), begun > since))
        .order_by(col(Occurrence.id).desc())
    )
    return [Run(*row) for row in session.execute(question)]


def _counts(since: datetime) -> tuple[ColumnElement[bool], ...]:
    begun = col(Occurrence.frozen_at)
    waits = (
        select(col(Recipient.contact_id))
        .where(col(Recipient.campaign_id) == col(Campaign.id), literal_column(_OPEN))
        .exists()
    )
    return (
        or_(
            col(Campaign.wish).in_((Wish.SCHEDULED, Wish.PAUSED)),
            (col(Campaign.wish) == Wish.CANCELLED) & begun.is_not(None),
        ),
        col(Occurrence.missed_at).is_(None),
        or_(begun.is_(None), begun > since, waits),
        or_(begun.is_not(None), ~col(Occurrence.key).startswith(RESEND, autoescape=True)),
    )


def recipients(session: Session, occurrence_ids: Collection[int]) -> Select[int]:
    """Who is in any of them."""
    return select(col(Recipient.contact_id)).where(
        is_any(session, col(Recipient.occurrence_id), occurrence_ids), col(Recipient.step) == 0
    )


def both(one: Select[int], other: Select[int]) -> Select[int]:
    """Those who are meant by each of them."""
    people = one.intersect(other).subquery()
    return select(next(iter(people.c)))
