"""Segments of everybody, each beside the SQL that somebody would write by hand for its people."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlmodel import Session

from config.bench.crowd import NOW
from config.bench.habits import CITIES, WORDS, micros_of
from scrm.conditions.service import people
from scrm.conditions.shapes.policy import read
from scrm.journal.values import KINDS
from scrm.kernel.columns import micros
from scrm.kernel.sets import execute

RUNS = 5
_WORDS = (WORDS[3], WORDS[303])
_BEGINNINGS = ("tea0", "茶1")
_LATELY = micros(NOW) - micros_of(days=7)
_COUNTED = f"""c.id IN (SELECT contact_id FROM event WHERE kind = 'message.received'
  AND at > {_LATELY} AND at <= {micros(NOW)} GROUP BY contact_id HAVING count(*) >= 3)
AND c.id NOT IN (SELECT g.contact_id FROM contact_tag g JOIN tag w ON w.id = g.tag_id
                 WHERE w.name = 'vip' AND g.removed_at IS NULL)"""  # noqa: S608 - words are ours


def _who_said(*words: str, lately: bool = False) -> str:
    said = " OR ".join(f"m.text LIKE '%{one}%'" for one in words)
    since = _LATELY if lately else 0
    return f"""c.id IN (SELECT t.contact_id FROM message m JOIN conversation t
  ON t.id = m.conversation_id WHERE m.direction = 'in' AND m.deleted_at IS NULL
  AND m.platform_time > {since} AND m.platform_time <= {micros(NOW)} AND ({said}))"""  # noqa: S608


_TEXT = {"contains_any": list(_WORDS)}
SEGMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "often, no vip": (
        {
            "all": [
                {"count": {"event": "message.received", "at_least": 3, "within": "7d"}},
                {"not": {"tag": {"name": "vip", "op": "has"}}},
            ]
        },
        _COUNTED,
    ),
    "words": ({"text": _TEXT}, _who_said(*_WORDS)),
    "words of 7 days": (
        {"text": {"contains_any": list(_BEGINNINGS), "within": "7d"}},
        _who_said(*_BEGINNINGS, lately=True),
    ),
    "a pattern": ({"text": {"matches": "|".join(_WORDS)}}, _who_said(*_WORDS)),
    "never said": ({"not": {"text": _TEXT}}, f"NOT ({_who_said(*_WORDS)})"),
    "a name": (
        {"attribute": {"name": "name", "op": "contains", "value": "da 107"}},
        "c.name LIKE '%da 107%'",
    ),
    "a city": (
        {"attribute": {"name": "city", "op": "eq", "value": CITIES[1]}},
        f"c.attributes ->> 'city' = '{CITIES[1]}'",
    ),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """Processor milliseconds to count a segment, by the hub and by hand; and how many are in it."""

    hub_ms: float
    bare_ms: float
    found: int

    @property
    def ratio(self) -> float:
        return self.hub_ms / self.bare_ms


def measure(engine: Engine) -> dict[str, Whole]:
    """Raises ValueError where the two do not find as many."""
    with Session(engine) as session:
        return {name: _whole(session, name, *asked) for name, asked in SEGMENTS.items()}


def _whole(session: Session, name: str, definition: dict[str, Any], sql: str) -> Whole:
    condition = read(definition, KINDS)
    living = "SELECT count(*) FROM contact c WHERE c.erased_at IS NULL AND c.joined_into IS NULL"
    by_hand = f"{living} AND {sql}"

    def ask() -> int:
        return _count(session, people(session, condition, NOW))

    def ask_by_hand() -> int:
        return int(execute(session, by_hand)[0][0])

    found = ask()
    if found != ask_by_hand():
        raise ValueError(f"{name}: SQL by hand finds others")
    taken = [(cpu(ask), cpu(ask_by_hand)) for _ in range(RUNS)]
    hub, bare = (median(each) * 1e3 for each in zip(*taken, strict=True))
    return Whole(hub, bare, found)


def _count(session: Session, whom: Select[int]) -> int:
    counted: int = session.scalars(select(func.count()).select_from(whom.subquery())).one()
    return counted


def cpu(work: Callable[[], Any]) -> float:
    """Seconds of this process's processor time."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
