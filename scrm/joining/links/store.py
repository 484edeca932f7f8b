"""SQL about links."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from scrm.joining.links.tables import StartLink
from scrm.kernel.sets import is_any


def take(session: Session, hashes: Iterable[str], now: datetime) -> dict[str, int]:
    """Who asked for these links, as far as they still hold. From now on they do not: of two who
    come by the same one, the second finds nothing."""
    taken = session.execute(
        delete(StartLink)
        .where(is_any(session, col(StartLink.token_hash), hashes), col(StartLink.expires_at) > now)
        .returning(col(StartLink.token_hash), col(StartLink.identity_id))
        .execution_options(synchronize_session=False)
    )
    return {row[0]: row[1] for row in taken}


def forget(session: Session, now: datetime) -> None:
    """Drop what has run out."""
    session.execute(delete(StartLink).where(col(StartLink.expires_at) <= now))


def forget_made_for(session: Session, identity_ids: Iterable[int]) -> None:
    """Whoever comes by a link of theirs is joined with nobody."""
    session.execute(
        delete(StartLink)
        .where(is_any(session, col(StartLink.identity_id), identity_ids))
        .execution_options(synchronize_session=False)
    )
