"""SQL of counters, and of the sentences that nothing answered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, delete, func, select
from sqlmodel import Session, col

from scrm.bots.tables import BotCount, BotMissed
from scrm.kernel.columns import micros
from scrm.kernel.ids import new_id
from scrm.kernel.sets import Insert, SetWrite
from scrm.kernel.terms import folded, pieces
from scrm.kernel.text import shorten

LONGEST = 300
"""Characters of a sentence: whoever writes more says no sentence that could be taught."""


def _added(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["day", "responder", "outcome"],
        set_={"number": col(BotCount.number) + insert.excluded.number},
    )


_ADD = SetWrite(BotCount, ("day", "responder", "outcome", "number"), _added)


def add(session: Session, day: str, counted: Counter[tuple[str, str]]) -> None:
    _ADD.run(session, [(day, *key, number) for key, number in sorted(counted.items())])


def counted(session: Session, since: str) -> list[tuple[str, str, str, int]]:
    """Day, responder, outcome and number, from that day on, the newest first."""
    columns = (BotCount.day, BotCount.responder, BotCount.outcome, BotCount.number)
    question = select(*map(col, columns)).where(col(BotCount.day) >= since)
    order = (col(BotCount.day).desc(), col(BotCount.responder))
    return [(*row,) for row in session.execute(question.order_by(*order))]


def key_of(text: str) -> str:
    """By which sentences are the same: their words, whatever the case and the signs between."""
    return " ".join(pieces(folded(text)))


class Missed(NamedTuple):
    """What a person said, and nothing answered."""

    conversation_id: int
    message_id: int
    text: str


def _missed(insert: Insert) -> Executable:
    given = insert.excluded
    again = {"times": col(BotMissed.times) + 1, "at": given.at, "message_id": given.message_id}
    return insert.on_conflict_do_update(index_elements=["conversation_id", "key"], set_=again)


_MISSED = ("id", "conversation_id", "message_id", "key", "text", "times", "at")
_MISS = SetWrite(BotMissed, _MISSED, _missed)


def miss(session: Session, some: Iterable[Missed], now: datetime) -> None:
    """Nothing answered these; what has no word in it is not kept."""
    rows = []
    for one in some:
        said = shorten(" ".join(one.text.split()), LONGEST)
        if key := key_of(said):
            rows.append((new_id(), one.conversation_id, one.message_id, key, said, 1, micros(now)))
    _MISS.run(session, rows)


def page(
    session: Session, before: int | None, limit: int, since: datetime | None = None
) -> Sequence[Any]:
    """The newest first, each sentence once: as its newest row, with how often it was said and in
    how many conversations; by whom it was said `since` then."""
    grouped = (
        select(
            func.max(col(BotMissed.id)).label("id"),
            func.sum(col(BotMissed.times)).label("times"),
            func.count().label("people"),
        )
        .where(*([] if since is None else [col(BotMissed.at) >= since]))
        .group_by(col(BotMissed.key))
        .subquery()
    )
    question = select(BotMissed, grouped.c.times, grouped.c.people).join(
        grouped, grouped.c.id == col(BotMissed.id)
    )
    if before is not None:
        question = question.where(col(BotMissed.id) < before)
    return session.execute(question.order_by(col(BotMissed.id).desc()).limit(limit)).all()


def find(session: Session, missed_id: int) -> BotMissed | None:
    return session.get(BotMissed, missed_id)


def set_lessons(session: Session, one: BotMissed, lessons: list[dict[str, str]]) -> None:
    one.lessons = lessons
    session.add(one)
    session.flush()


def dismiss(session: Session, key: str) -> None:
    """Whoever said it."""
    session.execute(
        delete(BotMissed)
        .where(col(BotMissed.key) == key)
        .execution_options(synchronize_session=False)
    )


def forget_before(session: Session, then: datetime, limit: int) -> None:
    """Sentences that nobody has looked after for long."""
    old = select(col(BotMissed.id)).where(col(BotMissed.at) < then).limit(limit)
    session.execute(
        delete(BotMissed)
        .where(col(BotMissed.id).in_(old))
        .execution_options(synchronize_session=False)
    )
