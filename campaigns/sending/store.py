"""SQL of the last look."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from campaigns.tables import Campaign
from campaigns.values import Wish
from scrm.kernel.sets import is_any


def wishes(session: Session, campaign_ids: Collection[int]) -> dict[int, str]:
    """By campaign, as it is committed now: the row is held, so that who pauses it waits for this
    commit, and nothing goes after theirs."""
    question = (
        select(col(Campaign.id), col(Campaign.wish))
        .where(is_any(session, col(Campaign.id), campaign_ids))
        .order_by(col(Campaign.id))
        .with_for_update(read=True)
    )
    return {row[0]: row[1] for row in session.execute(question)}


def with_wish(session: Session, campaign_ids: Collection[int], wish: Wish) -> set[int]:
    """Those of them that somebody wants so."""
    wanted = is_any(session, col(Campaign.id), campaign_ids)
    question = select(col(Campaign.id)).where(wanted, col(Campaign.wish) == wish)
    return set(session.execute(question).scalars())
