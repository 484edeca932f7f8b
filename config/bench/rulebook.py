"""Rules of mixed kinds, each beside the SQL that somebody would write by hand for its condition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from config.bench.habits import CITIES, WORDS, Said, micros_of
from scrm.kernel.columns import micros

TOUCHED = 40
"""Rules that wait for what the stream holds; all others wait for something else."""
ELSEWHERE = ("conversation.rated", "conversation.resolved", "identity.blocked", "page.viewed")

# Who wrote (`m.who`), when (`m.at`) and which message, of a batch; and the person `c`.
_MOMENTS = """
WITH m AS MATERIALIZED (
  SELECT json_extract(value, '$[0]') AS who, json_extract(value, '$[1]') AS at,
         json_extract(value, '$[2]') AS message_id
  FROM json_each(?))
SELECT m.who, {} FROM m JOIN contact c ON c.id = m.who
WHERE c.erased_at IS NULL AND c.joined_into IS NULL"""


@dataclass(frozen=True, slots=True)
class Entry:
    """`by_hand` is the same condition as an SQL expression about `m` and `c`."""

    definition: dict[str, Any]
    by_hand: str


def rulebook(number: int) -> list[Entry]:
    """So many rules, of which the first `TOUCHED` are touched."""
    return [_entry(n) for n in range(number)]


def by_hand(entries: Sequence[Entry]) -> str:
    """One statement for all of them; its parameter is `moments`."""
    return _MOMENTS.format(", ".join(one.by_hand for one in entries))


def moments(said: Sequence[Said]) -> str:
    return orjson.dumps([(one.contact_id, micros(one.at), one.message_id) for one in said]).decode()


def _entry(number: int) -> Entry:
    kind, watches = _CONDITIONS[number % len(_CONDITIONS)]
    is_touched = number < TOUCHED
    condition, sql = kind(number)
    when = "message.received" if is_touched else ELSEWHERE[number % len(ELSEWHERE)]
    if watches and not is_touched:
        condition, when = _count(when, 2, 30)[0], "time"
    elif watches:
        when = "time"
    tag: dict[str, Any] = {"tag": f"bench {number}"}
    if watches:
        tag["while"] = True
    return Entry({"name": f"Bench {number}", "when": when, "if": condition, "then": [tag]}, sql)


Asked = tuple[dict[str, Any], str]


def _words(number: int) -> Asked:
    words = [WORDS[(number * 3 + place) % len(WORDS)] for place in (0, 100)]
    said = " OR ".join(f"t.text LIKE '%{one}%'" for one in words)
    sql = f"EXISTS (SELECT 1 FROM message t WHERE t.id = m.message_id AND ({said}))"  # noqa: S608
    return {"text": {"contains_any": words}}, sql


def _count(event: str, at_least: int, days: int) -> Asked:
    condition = {"count": {"event": event, "at_least": at_least, "within": f"{days}d"}}
    sql = (
        "(SELECT count(*) FROM event e WHERE e.contact_id = c.id "  # noqa: S608 - words are ours
        f"AND +e.kind = '{event}' AND e.at <= m.at "
        f"AND e.at > m.at - {micros_of(days=days)}) >= {at_least}"
    )
    return condition, sql


def _vip() -> Asked:
    sql = (
        "EXISTS (SELECT 1 FROM contact_tag g JOIN tag w ON w.id = g.tag_id "
        "WHERE g.contact_id = c.id AND w.name = 'vip' AND g.removed_at IS NULL "
        "AND g.since <= m.at AND (g.until IS NULL OR g.until > m.at))"
    )
    return {"tag": {"name": "vip", "op": "has"}}, sql


def _city(number: int) -> Asked:
    city = CITIES[number % len(CITIES)]
    condition = {"attribute": {"name": "city", "op": "eq", "value": city}}
    return condition, f"coalesce(c.attributes ->> 'city' = '{city}', 0)"


def _both(one: Asked, other: Asked) -> Asked:
    return {"all": [one[0], other[0]]}, f"({one[1]} AND {other[1]})"


def _not(one: Asked) -> Asked:
    return {"not": one[0]}, f"(NOT {one[1]})"


def _often(number: int) -> Asked:
    return _count("message.received", 6 + number % 3, 7)


def _words_of_looker(number: int) -> Asked:
    return _both(_words(number), _count("page.viewed", 2, 14))


def _often_and_vip(number: int) -> Asked:
    return _both(_vip(), _count("message.received", 4 + number % 3, 7))


def _words_and_no_vip(number: int) -> Asked:
    return _both(_words(number), _not(_vip()))


def _often_in_city(number: int) -> Asked:
    return _both(_city(number), _count("message.received", 6, 14))


def _writes_and_looks(number: int) -> Asked:
    return _both(_count("page.viewed", 3, 7), _count("message.received", 4 + number % 3, 7))


def _keen(number: int) -> Asked:
    return _count("message.received", 11 + number % 3, 30)


_CONDITIONS: tuple[tuple[Callable[[int], Asked], bool], ...] = (
    (_words, False),
    (_often, False),
    (_words_of_looker, False),
    (_often_and_vip, False),
    (_words_and_no_vip, False),
    (_often_in_city, False),
    (_writes_and_looks, False),
    (_keen, True),
)
"""With whether its rule watches: gives the tag for as long as it holds."""
