"""A large inbox, made up: people, conversations, messages, deliveries, read marks and events.

Everything is drawn from one seed, so that two runs measure the same inbox. Rows go in by the
driver in sets, on a database that nobody else has open.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import Any

from config.bench.load import TEXTS
from scrm.kernel.columns import micros
from scrm.kernel.terms import indexed

SEED = 20_261_121
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PER_CONVERSATION = 10
LONG_THREAD = 20_000
USERS = (11, 12, 13, 14, 15)
TEAMS = (21, 22, 23)
"""The first user is in the first two."""
CHANNELS = (21, 22, 23)
FIRST = 1_000
_CHUNK = 20_000
_YEAR = int(timedelta(days=365).total_seconds() * 1e6)
_OPEN, _SNOOZED = 10, 2  # of a hundred
_NAMES = ("Ada", "Bo", "Cy", "Mei", "Ravi", "Lin", "Noor", "Otto", "Pia", "Quinn", "阿达", "小店")
_FAMILIES = ("Berg", "Chen", "Diaz", "Eze", "Falk", "Gupta", "Horn", "Ito", "Jansen", "王", "李")

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was made; conversation and contact ids run from `FIRST`. The first thread is long."""

    messages: int
    conversations: int
    contacts: int


def fill(path: Path, messages: int) -> Crowd:
    """Fill the migrated database at `path`."""
    conversations = max(messages // PER_CONVERSATION, 20)
    crowd = Crowd(messages, conversations, conversations * 9 // 10)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous=OFF", "cache_size=-262144", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        _insert_staff(connection)
        _insert_teams(connection)
        _insert_people(connection, crowd)
        _insert_threads(connection, crowd)
        connection.execute("COMMIT")
    return crowd


def contact_of(crowd: Crowd, number: int) -> int:
    """The person of the `number`-th conversation; one has every thousandth, and the long one."""
    return FIRST + (0 if number % 1_000 == 0 else number % crowd.contacts)


def insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(columns.split(",")))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names are ours
    pending = iter(rows)
    while chunk := list(islice(pending, _CHUNK)):
        connection.executemany(statement, chunk)


def _insert_staff(connection: sqlite3.Connection) -> None:
    at = micros(NOW)
    columns = "id, platform, name, settings, credentials, state, paused_reason, health"
    insert(
        connection,
        "channel",
        f"{columns}, marketing_basis, created_at",
        (
            (one, "archive", f"Channel {one}", "{}", b"", "archive", "", "{}", "opted_in", at)
            for one in CHANNELS
        ),
    )


def _insert_teams(connection: sqlite3.Connection) -> None:
    at = micros(NOW)
    reader = (USERS[0], "reader@example.org", "Reader", "agent", "", "", False, "{}", at)
    columns = "id, email, name, role, password_hash, locale, away, preferences, created_at"
    insert(connection, "staff_user", columns, [reader])
    teams = ((one, f"Team {one}", f"team {one}", at) for one in TEAMS)
    insert(connection, "team", "id, name, folded, created_at", teams)
    insert(connection, "team_member", "team_id, user_id", ((one, USERS[0]) for one in TEAMS[:2]))


def _insert_people(connection: sqlite3.Connection, crowd: Crowd) -> None:
    chance = Random(SEED)  # noqa: S311 - made-up people
    at = micros(NOW) - _YEAR
    addresses: defaultdict[int, list[str]] = defaultdict(list)
    for n in range(crowd.conversations):
        addresses[contact_of(crowd, n)].append(_address(n))
    names = [
        f"{chance.choice(_NAMES)} {chance.choice(_FAMILIES)} {number}"
        for number in range(crowd.contacts)
    ]
    insert(
        connection,
        "contact",
        "id, name, locale, first_seen",
        ((FIRST + n, name, "en", at + n) for n, name in enumerate(names)),
    )
    insert(
        connection,
        "contact_search",
        "rowid, terms",
        (
            (FIRST + n, f"{indexed(name)} {' '.join(addresses[FIRST + n])}")
            for n, name in enumerate(names)
        ),
    )
    insert(
        connection,
        "identity",
        "id, channel_id, external_id, contact_id, display, username, last_inbound_at",
        (
            (FIRST + n, CHANNELS[n % 3], _address(n), contact_of(crowd, n), "", "", at)
            for n in range(crowd.conversations)
        ),
    )


def _address(number: int) -> str:
    return str(10**9 + number)


def _insert_threads(connection: sqlite3.Connection, crowd: Crowd) -> None:
    chance = Random(SEED + 1)  # noqa: S311 - made-up conversations
    lengths = _lengths(crowd)
    ends = accumulate(lengths)  # behind the number of each thread's last message
    threads = [
        _thread(crowd, n, length, FIRST + end - 1, chance)
        for n, (length, end) in enumerate(zip(lengths, ends, strict=True))
    ]
    insert(
        connection,
        "conversation",
        "id, identity_id, channel_id, contact_id, thread_key, state, assignee_id, waiting_since, "
        "snoozed_until, resolved_at, last_message_id, last_text, last_direction, last_author, "
        "last_at, next_seq, in_count, created_at, last_inbound_at, team_id",
        threads,
    )
    insert(connection, "read_mark", "conversation_id, user_id, in_count", _marks(threads, chance))
    _insert_messages(connection, crowd, lengths)
    _insert_search(connection, crowd)


def _insert_messages(connection: sqlite3.Connection, crowd: Crowd, lengths: list[int]) -> None:
    insert(
        connection,
        "message",
        "id, conversation_id, seq, direction, author_kind, author_id, author_name, text, content, "
        "external_id, platform_time, created_at",
        _messages(crowd, lengths),
    )
    insert(
        connection,
        "delivery",
        "id, message_id, part, identity_id, channel_id, contact_id, recipient, thread_key, content, "
        "lane, due_at, state, reason, detail, tries, worker, external_id, created_at, finished_at",
        _deliveries(crowd, lengths),
    )
    insert(
        connection,
        "event",
        "id, kind, contact_id, at, recorded_at, depth, data, message_id",
        _events(crowd, lengths),
    )


def _insert_search(connection: sqlite3.Connection, crowd: Crowd) -> None:
    terms = [indexed(text) for text in TEXTS]
    insert(
        connection,
        "message_search",
        "rowid, terms",
        ((FIRST + n, f"{terms[n % len(terms)]} {n}") for n in range(crowd.messages)),
    )
    last = FIRST + crowd.messages
    insert(connection, "search_cursor", "name, message_id", [("message", last)])


def _lengths(crowd: Crowd) -> list[int]:
    """How many messages each conversation has: one is long, the others share the rest."""
    long = min(LONG_THREAD, crowd.messages // 4)
    rest, others = crowd.messages - long, crowd.conversations - 1
    each, over = divmod(rest, others)
    lengths = [each + (n < over) for n in range(others)]
    for n in range(0, others - 1, 4):  # so that some end with an answer and some do not
        lengths[n], lengths[n + 1] = lengths[n] + 1, lengths[n + 1] - 1
    return [long, *lengths]


def _inbound(length: int) -> int:
    """Of a thread's messages every other is the person's, beginning with the first."""
    return (length + 1) // 2


def _thread(crowd: Crowd, number: int, length: int, last_id: int, chance: Random) -> Row:
    share = chance.randrange(100)
    state = "open" if share < _OPEN else "snoozed" if share < _OPEN + _SNOOZED else "resolved"
    last = micros(NOW) - chance.randrange(_YEAR)
    assignee = chance.choice((None, None, *USERS))
    return (
        FIRST + number,
        FIRST + number,
        CHANNELS[number % 3],
        contact_of(crowd, number),
        "",
        state,
        assignee,
        last if state == "open" and chance.random() < 0.6 else None,
        micros(NOW) + chance.randrange(_YEAR) if state == "snoozed" else None,
        last if state == "resolved" else None,
        last_id,
        chance.choice(TEXTS),
        "in" if length % 2 else "out",
        "Somebody" if length % 2 else "Mira",
        last,
        length + 1,
        _inbound(length),
        last,
        last,
        (None, *TEAMS)[number % 4],
    )


def _marks(threads: list[Row], chance: Random) -> Iterator[Row]:
    """Everybody has read most of what is open."""
    for thread in threads:
        if thread[5] != "resolved":
            for user in USERS:
                if chance.random() < 0.9:
                    yield thread[0], user, thread[16] - (chance.random() < 0.1)


def _each(lengths: list[int]) -> Iterator[tuple[int, int, int]]:
    """(message number, conversation number, seq) of all messages."""
    message = 0
    for number, length in enumerate(lengths):
        for seq in range(1, length + 1):
            yield message, number, seq
            message += 1


def _messages(crowd: Crowd, lengths: list[int]) -> Iterator[Row]:
    start = micros(NOW) - _YEAR
    for message, number, seq in _each(lengths):
        at = start + message * 1_000_000
        inbound = seq % 2 == 1
        text = f"{TEXTS[message % len(TEXTS)]} {message}"
        whose = ("in", "contact", contact_of(crowd, number)) if inbound else ("out", "user", 11)
        name = "Somebody" if inbound else "Mira"
        external = str(message) if inbound else None
        yield FIRST + message, FIRST + number, seq, *whose, name, text, "{}", external, at, at


def _deliveries(crowd: Crowd, lengths: list[int]) -> Iterator[Row]:
    start = micros(NOW) - _YEAR
    for message, number, seq in _each(lengths):
        if seq % 2 == 1:
            continue
        at = start + message * 1_000_000
        state = "unknown" if message % 20_000 == 1 else "failed" if message % 5_000 == 1 else "read"
        whom = (FIRST + number, CHANNELS[number % 3], contact_of(crowd, number), "1", "", "{}")
        ended = (state, "", "", 1, "", str(message), at, at)
        yield FIRST + message, FIRST + message, 0, *whom, 0, at, *ended


def _events(crowd: Crowd, lengths: list[int]) -> Iterator[Row]:
    start = micros(NOW) - _YEAR
    for message, number, seq in _each(lengths):
        if seq % 2 == 1:
            at = start + message * 1_000_000
            data = f'{{"message_id": "{FIRST + message}"}}'
            kind, contact = "message.received", contact_of(crowd, number)
            yield FIRST + message, kind, contact, at, at, 0, data, FIRST + message
