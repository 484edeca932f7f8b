"""SQL of what is sent again."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, literal_column, or_, select
from sqlmodel import Session, col

from campaigns.resending.values import Run
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN
from scrm.contacts.tables import Contact
from scrm.delivery.tables import OF_CAMPAIGN, Delivery
from scrm.kernel.sets import is_any

_IS_OPEN: ColumnElement[bool] = literal_column(f"campaign_recipient.{OPEN}")
_OF_CAMPAIGN: ColumnElement[bool] = literal_column(f"delivery.{OF_CAMPAIGN}")


def hold(session: Session, campaign_id: int) -> None:
    """Until the commit nobody begins a run of it; who does so now is waited for."""
    question = select(col(Campaign.id)).where(col(Campaign.id) == campaign_id)
    session.execute(question.with_for_update(read=True)).all()


def runs(
    session: Session, campaign_ids: Collection[int], days: Collection[int] | None = None
) -> list[Run]:
    """With `days`, of those on dates of people only these: they have one a day."""
    columns = (Occurrence.campaign_id, Occurrence.id, Occurrence.key)
    times = (Occurrence.frozen_at, Occurrence.missed_at)
    mine = is_any(session, col(Occurrence.campaign_id), campaign_ids)
    question = select(*map(col, columns), *map(col, times), col(Occurrence.turn)).where(mine)
    if days is not None:
        of_these = is_any(session, col(Occurrence.id), days)
        question = question.where(or_(col(Occurrence.turn).is_(None), of_these))
    return [Run(*row) for row in session.execute(question)]


def got(session: Session, campaign_ids: Collection[int], people: Collection[int]) -> set[int]:
    """The runs of these campaigns by which something went to these people, or is to go."""
    question = select(col(Delivery.occurrence_id)).where(
        is_any(session, col(Delivery.contact_id), people),
        _OF_CAMPAIGN,
        is_any(session, col(Delivery.campaign_id), campaign_ids),
    )
    return set(session.execute(question.distinct()).scalars())


def whole(session: Session, contact_id: int) -> list[int]:
    """Everybody who turned out to be the same person."""
    person = select(col(Contact.joined_into)).where(col(Contact.id) == contact_id)
    root = session.execute(person).scalar() or contact_id
    joined = select(col(Contact.id)).where(col(Contact.joined_into) == root)
    return [root, *session.execute(joined).scalars()]


def waits(session: Session, run_ids: Collection[int], step: int, people: Collection[int]) -> bool:
    """Whether the message of one of these runs to these people is still to be given to the outbox."""
    question = select(col(Recipient.contact_id)).where(
        is_any(session, col(Recipient.occurrence_id), run_ids),
        is_any(session, col(Recipient.contact_id), people),
        col(Recipient.step) == step,
        _IS_OPEN,
    )
    return session.execute(question.limit(1)).first() is not None


def states(
    session: Session, run_ids: Collection[int], step: int, people: Collection[int]
) -> dict[int, str]:
    """How what these runs send to these people stands in the outbox, by its id."""
    question = select(col(Delivery.id), col(Delivery.state)).where(
        is_any(session, col(Delivery.contact_id), people),
        _OF_CAMPAIGN,
        is_any(session, col(Delivery.occurrence_id), run_ids),
        col(Delivery.step) == step,
    )
    return {row[0]: row[1] for row in session.execute(question)}


def reached(
    session: Session, run_ids: Collection[int], people: Iterable[int], states: Collection[str]
) -> list[tuple[int, int, int, int]]:
    """What these runs send to these people and is in one of these states: delivery, run, step, whose."""
    columns = (Delivery.id, Delivery.occurrence_id, Delivery.step, Delivery.contact_id)
    question = select(*map(col, columns)).where(
        is_any(session, col(Delivery.contact_id), people),
        _OF_CAMPAIGN,
        is_any(session, col(Delivery.occurrence_id), run_ids),
        is_any(session, col(Delivery.state), states),
    )
    return [tuple(row) for row in session.execute(question)]
