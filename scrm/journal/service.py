"""The verb of the journal: record what happened, in sets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from scrm.journal.reacting import store as reactions
from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST, KNOWN, Fact, Recorded
from scrm.kernel.columns import micros, plain
from scrm.kernel.errors import Conflict
from scrm.kernel.ids import new_ids
from scrm.kernel.sets import insert_rows, is_any, table_of
from scrm.kernel.signals import note

_COLUMNS = ("id", "kind", "contact_id", "at", "recorded_at", "cause", "depth", "data")


def record(
    session: Session, facts: Sequence[Fact], now: datetime, ids: Sequence[int] | None = None
) -> None:
    """Keep `facts` in this unit's commit, under `ids` where somebody has made them already. Raises
    Conflict where a chain of causes goes too deep."""
    recorded = micros(now)
    for fact in facts:
        if fact.kind not in KNOWN:
            raise ValueError(f"{fact.kind} is not in the table of kinds")
        if fact.depth > DEEPEST:
            raise Conflict(f"{fact.kind} was caused by a chain of more than {DEEPEST} events")
    ids = new_ids(len(facts)) if ids is None else ids
    rows = [_row(fact_id, fact, recorded) for fact_id, fact in zip(ids, facts, strict=True)]
    insert_rows(session, table_of(Event), _COLUMNS, rows)
    note(
        session,
        (Recorded(one, fact.kind, fact.depth) for one, fact in zip(ids, facts, strict=True)),
    )


def _row(fact_id: int, fact: Fact, recorded: int) -> tuple[Any, ...]:
    chain = (fact.cause, fact.depth)
    return (
        fact_id,
        fact.kind,
        fact.contact_id,
        micros(fact.at),
        recorded,
        *chain,
        plain(fact.data) if fact.data else "{}",
    )


def forget(session: Session, contact_ids: Collection[int]) -> int:
    """All that happened to these people; returns how much it was."""
    theirs = is_any(session, col(Event.contact_id), contact_ids)
    count: int = session.execute(select(func.count()).where(theirs)).scalar_one()
    reactions.forget(session, contact_ids)
    session.execute(delete(Event).where(theirs).execution_options(synchronize_session=False))
    return count
