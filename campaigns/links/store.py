"""SQL of short links."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, true, update
from sqlmodel import Session, col

from campaigns.links.tables import Link
from campaigns.links.values import Followed
from campaigns.tables import Recipient
from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery


def numbers(session: Session, campaign_id: int) -> dict[str, int]:
    """By link."""
    question = select(col(Link.url), col(Link.number)).where(col(Link.campaign_id) == campaign_id)
    return {row[0]: row[1] for row in session.execute(question)}


def add(session: Session, campaign_id: int, urls: Sequence[str], after: int) -> None:
    """Under the numbers behind `after`. Raises IntegrityError where another hub was quicker."""
    rows = [
        {"campaign_id": campaign_id, "number": number, "url": url, "scans": 0}
        for number, url in enumerate(urls, start=after + 1)
    ]
    session.execute(insert(Link), rows)


def followed(session: Session, message_id: int, number: int) -> Followed | None:
    """Whose it is, is read off their address: it goes with them when they are joined to somebody. What
    it was sent for is kept with the delivery, also when somebody is to get it anew; of who was erased
    with the recipient."""
    links = col(Link.number) == number
    for of, mine in ((Delivery, col(Delivery.part) == 0), (Recipient, true())):
        question: Any = (
            select(
                *(col(Link.url), col(of.campaign_id), col(of.version_id)),
                *(col(of.occurrence_id), col(of.step), col(Identity.contact_id)),
            )
            .join(Link, col(Link.campaign_id) == col(of.campaign_id))
            .outerjoin(Identity, col(Identity.id) == col(of.identity_id))
            .where(col(of.message_id) == message_id, mine, links)
        )
        row = session.execute(question).first()
        if row is not None:
            return Followed(*row)
    return None


def scanned(session: Session, campaign_id: int, number: int) -> None:
    session.execute(
        update(Link)
        .where(col(Link.campaign_id) == campaign_id, col(Link.number) == number)
        .values(scans=col(Link.scans) + 1)
        .execution_options(synchronize_session=False)
    )


def links(session: Session, campaign_id: int) -> list[Link]:
    """In the order in which they came to be."""
    question = select(Link).where(col(Link.campaign_id) == campaign_id).order_by(col(Link.number))
    return list(session.scalars(question))


def highest(session: Session, campaign_id: int) -> int:
    question = select(func.max(col(Link.number))).where(col(Link.campaign_id) == campaign_id)
    return session.scalar(question) or 0
