"""The verb of the journal: record what happened, in sets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST, Fact
from scrm.kernel.columns import micros, plain
from scrm.kernel.errors import Conflict
from scrm.kernel.ids import new_id
from scrm.kernel.sets import insert_rows, table_of

_COLUMNS = ("id", "kind", "contact_id", "at", "recorded_at", "cause", "depth", "data")


def record(session: Session, facts: Sequence[Fact], now: datetime) -> None:
    """Keep `facts` in this unit's commit. Raises Conflict where a chain of causes goes too deep."""
    recorded = micros(now)
    for fact in facts:
        if fact.depth > DEEPEST:
            raise Conflict(f"{fact.kind} was caused by a chain of more than {DEEPEST} events")
    insert_rows(session, table_of(Event), _COLUMNS, [_row(fact, recorded) for fact in facts])


def _row(fact: Fact, recorded: int) -> tuple[Any, ...]:
    chain = (fact.cause, fact.depth)
    return (
        new_id(),
        fact.kind,
        fact.contact_id,
        micros(fact.at),
        recorded,
        *chain,
        plain(fact.data),
    )
