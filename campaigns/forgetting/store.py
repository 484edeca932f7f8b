"""SQL that makes an audience forget people. The day of a run on birthdays says whose birthday it was, so
that no row may lead from one to them; the numbers of reports stay."""

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, literal_column, select, update
from sqlmodel import Session, col

from campaigns.dates.tables import Turn
from campaigns.deciding.values import Why
from campaigns.responses.tables import CampaignResponse
from campaigns.tables import Occurrence, Recipient
from campaigns.values import OPEN, RecipientState
from scrm.kernel.sets import is_any, table_of

STEP = 0
"""The only one that a run has. It is said so that its key is looked up."""
_IS_OPEN: ColumnElement[bool] = literal_column(OPEN)


def forget_turns(session: Session, contact_ids: Collection[int]) -> None:
    given = col(Occurrence.turn).is_not(None)
    turns = select(col(Occurrence.campaign_id), col(Occurrence.turn)).where(given).distinct()
    for campaign_id, turn in session.execute(turns).all():
        session.execute(
            delete(Turn)
            .where(col(Turn.campaign_id) == campaign_id, col(Turn.turn) == turn)
            .where(is_any(session, col(Turn.contact_id), contact_ids))
            .execution_options(synchronize_session=False)
        )


def unname(session: Session, contact_ids: Collection[int]) -> None:
    """Their rows go to numbers by chance, another in each run, so that none leads to the next. Who was
    still open is blocked."""
    places = _places(session, Recipient, contact_ids) | _places(
        session, CampaignResponse, contact_ids
    )
    rows = [
        {"run": run, "person": person, "nobody": -1 - secrets.randbelow(2**62)}
        for run, person in sorted(places)
    ]
    if not rows:
        return
    ends = {
        "state": case((_IS_OPEN, RecipientState.BLOCKED.value), else_=col(Recipient.state)),
        "why": case((_IS_OPEN, Why.ERASED.value), else_=col(Recipient.why)),
    }
    gone = dict.fromkeys(("due_at", "late_at", "identity_id"))
    session.execute(_renamed(Recipient).values(**ends, **gone), rows)
    unread = dict.fromkeys(("reply_id", "conversation_id"))
    session.execute(_renamed(CampaignResponse).values(**unread), rows)


def _places(session: Session, of: Any, contact_ids: Collection[int]) -> set[tuple[int, int]]:
    """Runs and contacts. Each run is looked into by the key of its people."""
    mine = (col(of.occurrence_id) == col(Occurrence.id), col(of.step) == STEP)
    question = (
        select(col(of.occurrence_id), col(of.contact_id))
        .select_from(Occurrence)
        .join(of, and_(*mine, is_any(session, col(of.contact_id), contact_ids)))
    )
    return {(row[0], row[1]) for row in session.execute(question)}


def _renamed(of: Any) -> Any:
    table = table_of(of)
    key = (table.c.occurrence_id == bindparam("run"), table.c.step == STEP)
    theirs = table.c.contact_id == bindparam("person")
    return update(table).where(*key, theirs).values(contact_id=bindparam("nobody"))
