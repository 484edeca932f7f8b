"""SQL of pre-flight."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import ColumnElement, literal_column, select
from sqlmodel import Session, col

from campaigns.tables import Recipient
from campaigns.values import OPEN, RecipientState
from scrm.contacts.tables import Contact
from scrm.kernel.sets import is_any

_AT_ONCE = 1_000
"""Rows that are fetched together."""
_IS_OPEN: ColumnElement[bool] = literal_column(f"campaign_recipient.{OPEN}")


def open_ids(session: Session, campaign_id: int) -> Iterator[int]:
    """Those of frozen audiences whose fate is open, in their order."""
    mine = col(Recipient.campaign_id) == campaign_id
    people = select(col(Recipient.contact_id)).where(mine, _IS_OPEN).distinct()
    ordered = people.order_by(col(Recipient.contact_id))
    found = session.connection().execute(ordered, execution_options={"yield_per": _AT_ONCE})
    return chain.from_iterable(found.scalars().partitions())


def due_later(
    session: Session, runs: Collection[int], contact_ids: Sequence[int], now: datetime
) -> dict[int, datetime]:
    """When it is due for those for whom it never was yet."""
    question = select(col(Recipient.contact_id), col(Recipient.due_at)).where(
        col(Recipient.occurrence_id).in_(runs),
        col(Recipient.step) == 0,
        is_any(session, col(Recipient.contact_id), contact_ids),
        col(Recipient.state) == RecipientState.WAITING,
        col(Recipient.due_at) > now,
    )
    return {row[0]: row[1] for row in session.execute(question)}


def late(
    session: Session, runs: Collection[int], contact_ids: Sequence[int]
) -> dict[int, datetime]:
    """From when on it is too late for them, where that is settled."""
    if not runs:
        return {}
    question = select(col(Recipient.contact_id), col(Recipient.late_at)).where(
        col(Recipient.occurrence_id).in_(runs),
        col(Recipient.step) == 0,
        is_any(session, col(Recipient.contact_id), contact_ids),
        col(Recipient.late_at).is_not(None),
        _IS_OPEN,
    )
    return {row[0]: row[1] for row in session.execute(question)}


def open_steps(
    session: Session, runs: Collection[int], contact_ids: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Occurrence, step and contact of what is open for these people."""
    question = select(
        col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id)
    ).where(
        is_any(session, col(Recipient.occurrence_id), runs),
        col(Recipient.step) == 0,
        is_any(session, col(Recipient.contact_id), contact_ids),
        _IS_OPEN,
    )
    return [(row[0], row[1], row[2]) for row in session.execute(question)]


def people(session: Session, contact_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and zone of each."""
    question = select(col(Contact.id), col(Contact.name), col(Contact.zone)).where(
        is_any(session, col(Contact.id), contact_ids)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(question)}
