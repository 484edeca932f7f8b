"""SQL of for whom it is too late, in sets, each read off an index of those whose fate is open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, literal_column, select, tuple_, update
from sqlmodel import Session, col
from sqlmodel import select as select_models

from campaigns.deciding.values import Why
from campaigns.tables import Occurrence, Recipient
from campaigns.values import OPEN, RecipientState
from scrm.kernel.claiming import once

_OPEN: ColumnElement[bool] = literal_column(f"campaign_recipient.{OPEN}")
_KEY: Any = (col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id))
_WAITS = col(Recipient.state) == RecipientState.WAITING
_BECAUSE = case((col(Recipient.why) == "", Why.TOO_LATE.value), else_=col(Recipient.why))
"""What they waited for last."""


def first_late(session: Session) -> datetime | None:
    """When it is too late for the next of all whose fate is open."""
    found: datetime | None = session.execute(
        select(func.min(col(Recipient.late_at))).where(_OPEN)
    ).scalar_one()
    return found


def end_late(session: Session, now: datetime, at_most: int) -> int:
    """Those for whom it is too late by now, the latest first; how many."""
    late = (
        select(*_KEY)
        .where(_OPEN, col(Recipient.late_at) <= now)
        .order_by(col(Recipient.late_at))
        .limit(at_most)
    )
    return _end(session, late, now)


def begun(session: Session, campaign_id: int, since: datetime) -> Sequence[Occurrence]:
    """Its runs whose audience is whole, of those that were due since then."""
    question = select_models(Occurrence).where(
        col(Occurrence.campaign_id) == campaign_id,
        col(Occurrence.frozen_at).is_not(None),
        col(Occurrence.due_at) >= since,
    )
    return session.exec(question).all()


def has_moment(session: Session, run: Occurrence, since: datetime, until: datetime) -> bool:
    """Whether a moment after `since`, up to `until`, has people who were not looked at."""
    question = select(literal(1)).where(*_of(run, since), col(Recipient.due_at) <= until).limit(1)
    return session.execute(question).first() is not None


def end_moments(
    session: Session, run: Occurrence, since: datetime, until: datetime, now: datetime, at_most: int
) -> int:
    """Those whose moment was after `since`, up to `until`, and who were not looked at; how many."""
    late = select(*_KEY).where(*_of(run, since), col(Recipient.due_at) <= until).limit(at_most)
    return _end(session, late, now)


def _of(run: Occurrence, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Recipient.campaign_id) == run.campaign_id,
        _OPEN,
        col(Recipient.due_at) > since,
        col(Recipient.occurrence_id) == run.id,
        _WAITS,
    )


def _end(session: Session, late: Any, now: datetime) -> int:
    ended = session.execute(
        update(Recipient)
        .where(tuple_(*_KEY).in_(once(late.with_for_update(skip_locked=True))), _OPEN)
        .values(state=RecipientState.MISSED, why=_BECAUSE, decided_at=now)
        .returning(col(Recipient.contact_id))
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
