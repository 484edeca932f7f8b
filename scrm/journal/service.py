"""The verb of the journal: record what happened, in sets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from scrm.journal.reacting import store as reactions
from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST, KINDS, Fact, Recorded, is_own, message_of
from scrm.kernel.columns import micros, plain
from scrm.kernel.errors import Conflict
from scrm.kernel.ids import new_ids
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import is_any, table_of
from scrm.kernel.signals import note

_COLUMNS = ("id", "kind", "contact_id", "at", "recorded_at", "cause", "depth", "data", "message_id")


def record(
    session: Session, facts: Sequence[Fact], now: datetime, ids: Sequence[int] | None = None
) -> None:
    """Keep `facts` in this unit's commit, under `ids` where somebody has made them already. Raises
    Conflict where a chain of causes goes too deep."""
    recorded = micros(now)
    rows: list[tuple[Any, ...]] = []
    notes: list[Recorded] = []
    ids = new_ids(len(facts)) if ids is None else ids
    for fact_id, (kind, contact_id, at, data, cause, depth) in zip(ids, facts, strict=True):
        if kind not in KINDS and not is_own(kind):
            raise ValueError(f"{kind} is not in the table of kinds")
        if depth > DEEPEST:
            raise Conflict(f"{kind} was caused by a chain of more than {DEEPEST} events")
        text, message = (plain(data), message_of(data)) if data else ("{}", None)
        rows.append((fact_id, kind, contact_id, micros(at), recorded, cause, depth, text, message))
        notes.append(Recorded(fact_id, kind, depth))
    insert_rows(session, table_of(Event), _COLUMNS, rows)
    note(session, notes)


def forget(session: Session, contact_ids: Collection[int]) -> int:
    """All that happened to these people; returns how much it was."""
    theirs = is_any(session, col(Event.contact_id), contact_ids)
    count: int = session.execute(select(func.count()).where(theirs)).scalar_one()
    reactions.forget(session, contact_ids)
    session.execute(delete(Event).where(theirs).execution_options(synchronize_session=False))
    return count
