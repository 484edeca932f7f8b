"""SQL of campaigns, their versions and occurrences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from campaigns.tables import Campaign, CampaignVersion, Occurrence
from campaigns.values import Wish
from scrm.kernel.sets import insert_for, is_any

_UNBEGUN = (col(Occurrence.frozen_at).is_(None), col(Occurrence.missed_at).is_(None))


def find(session: Session, campaign_id: int, *, locked: bool = False) -> Campaign | None:
    question = select(Campaign).where(col(Campaign.id) == campaign_id)
    if locked:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.exec(question).first()


def page(
    session: Session, before: int | None, limit: int, *, archived: bool = False
) -> list[Campaign]:
    """The newest first."""
    put_away = col(Campaign.archived_at)
    question = select(Campaign).where(put_away.is_not(None) if archived else put_away.is_(None))
    if before is not None:
        question = question.where(col(Campaign.id) < before)
    return list(session.exec(question.order_by(col(Campaign.id).desc()).limit(limit)))


def versions(session: Session, campaign_id: int) -> Sequence[CampaignVersion]:
    """The newest first."""
    question = select(CampaignVersion).where(col(CampaignVersion.campaign_id) == campaign_id)
    return session.exec(question.order_by(col(CampaignVersion.number).desc())).all()


def versions_by_id(session: Session, ids: Sequence[int]) -> dict[int, CampaignVersion]:
    question = select(CampaignVersion).where(is_any(session, col(CampaignVersion.id), ids))
    return {one.id: one for one in session.exec(question)}


def occurrences(session: Session, campaign_id: int) -> Sequence[Occurrence]:
    """The newest first."""
    question = select(Occurrence).where(col(Occurrence.campaign_id) == campaign_id)
    return session.exec(question.order_by(col(Occurrence.id).desc())).all()


def keys(session: Session, campaign_id: int) -> set[str]:
    """Of all its runs."""
    mine = col(Occurrence.campaign_id) == campaign_id
    return set(session.exec(select(Occurrence.key).where(mine)))


def page_of_runs(
    session: Session, campaign_id: int, before: int | None, limit: int
) -> Sequence[Occurrence]:
    """The newest first."""
    question = select(Occurrence).where(col(Occurrence.campaign_id) == campaign_id)
    if before is not None:
        question = question.where(col(Occurrence.id) < before)
    return session.exec(question.order_by(col(Occurrence.id).desc()).limit(limit)).all()


def count_runs(session: Session, campaign_id: int) -> int:
    question = select(func.count()).where(col(Occurrence.campaign_id) == campaign_id)
    return session.exec(question).one()


def occurrence(
    session: Session, occurrence_id: int, *, locked: bool = False, skip: bool = False
) -> Occurrence | None:
    """As it is now. With `skip`, None also while somebody else holds it."""
    question = select(Occurrence).where(col(Occurrence.id) == occurrence_id)
    if locked:
        question = question.with_for_update(skip_locked=skip)
    return session.exec(question.execution_options(populate_existing=True)).first()


def held(session: Session, occurrence_id: int, *, skip: bool = False) -> Occurrence | None:
    """As it is now, held with its campaign: that first, as whoever publishes does. With `skip`, None
    also while somebody else holds the run."""
    seen = occurrence(session, occurrence_id)
    if seen is None:
        return None
    find(session, seen.campaign_id, locked=True)
    return occurrence(session, occurrence_id, locked=True, skip=skip)


def begin(session: Session, planned: Occurrence) -> bool:
    """False where the campaign has one of this key already."""
    values: dict[str, Any] = planned.model_dump()
    added = session.execute(
        insert_for(session, Occurrence)
        .values(values)
        .on_conflict_do_nothing(index_elements=["campaign_id", "key"])
        .returning(col(Occurrence.id))
    )
    return added.first() is not None


def next_due(session: Session) -> tuple[int, datetime] | None:
    """The occurrence that waits longest, or is to begin first, of campaigns that nobody holds back:
    its id, and when it is due."""
    question = (
        select(Occurrence.id, Occurrence.due_at)
        .join(Campaign, col(Campaign.id) == col(Occurrence.campaign_id))
        .where(*_UNBEGUN, col(Campaign.wish) == Wish.SCHEDULED)
        .order_by(col(Occurrence.due_at), col(Occurrence.id))
        .limit(1)
    )
    return session.exec(question).first()


def next_fill(session: Session, now: datetime) -> int | None:
    """A run that has begun and takes in more people by now, of campaigns that nobody holds back."""
    question = (
        select(Occurrence.id)
        .join(Campaign, col(Campaign.id) == col(Occurrence.campaign_id))
        .where(col(Occurrence.fill_at) <= now, col(Campaign.wish) == Wish.SCHEDULED)
        .order_by(col(Occurrence.fill_at))
        .limit(1)
    )
    return session.exec(question).first()


def fill_at(session: Session, occurrence_id: int, at: datetime | None, **values: Any) -> None:
    """When it takes in more people next; with None never again."""
    session.execute(
        update(Occurrence)
        .where(col(Occurrence.id) == occurrence_id)
        .values(fill_at=at, **values)
        .execution_options(synchronize_session=False)
    )


def change_occurrence(session: Session, occurrence_id: int, **values: Any) -> bool:
    """Of one that has neither begun nor been missed; False where it has."""
    changed = session.execute(
        update(Occurrence)
        .where(col(Occurrence.id) == occurrence_id, *_UNBEGUN)
        .values(**values)
        .returning(col(Occurrence.id))
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def sums(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """By campaign how many its frozen audiences hold, and when the newest occurrence is due."""
    question = (
        select(
            Occurrence.campaign_id,
            func.coalesce(func.sum(col(Occurrence.size)), 0),
            func.max(col(Occurrence.due_at)),
        )
        .where(is_any(session, col(Occurrence.campaign_id), ids))
        .group_by(col(Occurrence.campaign_id))
    )
    return {one: (int(size or 0), due_at) for one, size, due_at in session.exec(question)}
