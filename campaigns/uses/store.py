"""SQL of the campaigns that have still to ask who their people are."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from campaigns.tables import Campaign, CampaignVersion, Occurrence
from campaigns.values import Wish


class Asking(NamedTuple):
    """A campaign with its draft and what is in force of it, where that has an audience to ask for."""

    id: int
    name: str
    wish: str
    draft: Mapping[str, Any]
    in_force: Mapping[str, Any] | None


def asking(session: Session) -> list[Asking]:
    """Those that were never launched, and those with a run whose audience is not whole yet."""
    waits = (
        select(col(Occurrence.id))
        .where(
            col(Occurrence.campaign_id) == col(Campaign.id),
            col(Occurrence.frozen_at).is_(None),
            col(Occurrence.missed_at).is_(None),
        )
        .exists()
    )
    question = (
        select(
            *(col(Campaign.id), col(Campaign.name), col(Campaign.wish), col(Campaign.draft)),
            col(CampaignVersion.definition),
        )
        .outerjoin(CampaignVersion, col(CampaignVersion.id) == col(Campaign.version_id))
        .where(
            col(Campaign.archived_at).is_(None),
            col(Campaign.wish) != Wish.CANCELLED,
            or_(col(Campaign.wish) == Wish.NONE, waits),
        )
        .order_by(col(Campaign.id))
    )
    return [Asking(*row) for row in session.execute(question)]
