"""People with a past of messages and pages looked at, made up; and what they do next, in batches.

Everything is drawn from one seed. The past goes in by the driver; what comes next is recorded as the
hub records it, in units of a batch.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import orjson
from sqlmodel import Session

from config.bench.crowd import CHANNELS, FIRST, NOW, Row, insert
from scrm.conversations.tables import Message
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.columns import micros
from scrm.kernel.ids import new_ids
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import table_of

SEED = 20_261_122
PER_PERSON = 10
DAYS = 40
BATCH = 64
WORDS = tuple(f"{kind}{number:03}" for kind in ("tea", "茶") for number in range(200))
CITIES = ("Berlin", "上海", "Lima", "Oslo", "广州", "Quito", "Riga", "Turin")
VIP = 31
_VIP_EVERY = 20
_KINDS = ("message.received",) * 6 + ("page.viewed",) * 3 + ("message.sent",)
_MESSAGE = ("id", "conversation_id", "seq", "direction", "author_kind", "author_id")
_SAID = ("text", "content", "platform_time", "created_at")


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a batch: whose, when, what, and its event."""

    contact_id: int
    at: datetime
    message_id: int


class People:
    """Contact, address and conversation of somebody have one id."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.number = max(events // PER_PERSON, BATCH)
        self._chance = Random(SEED)  # noqa: S311 - made-up people
        self._said = [0] * self.number
        self._batches = 0

    def now(self) -> datetime:
        """Their clock: a second for each batch."""
        return NOW + timedelta(seconds=self._batches)

    def fill(self, path: Path) -> None:
        """The migrated database at `path`, which nobody else has open."""
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("synchronous=OFF", "cache_size=-262144", "foreign_keys=OFF"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            self._insert_people(connection)
            self._insert_past(connection)
            connection.execute("COMMIT")

    def _insert_people(self, connection: sqlite3.Connection) -> None:
        at, ids = micros(NOW) - micros_of(days=365), range(FIRST, FIRST + self.number)
        channel = (CHANNELS[0], "archive", "Bench", "{}", b"", "archive", "", "{}", "opted_in", at)
        columns = "id, platform, name, settings, credentials, state, paused_reason, health"
        insert(connection, "channel", f"{columns}, marketing_basis, created_at", [channel])
        cities = [orjson.dumps({"city": one}).decode() for one in CITIES]
        columns = "id, name, locale, first_seen, attributes"
        rows = ((one, f"Ada {one}", "en", at, cities[one % len(cities)]) for one in ids)
        insert(connection, "contact", columns, rows)
        columns = "id, channel_id, external_id, contact_id, display, username, last_inbound_at"
        own = ((one, CHANNELS[0], str(one), one, "", "", at) for one in ids)
        insert(connection, "identity", columns, own)
        columns = "id, identity_id, channel_id, contact_id, thread_key, state, next_seq, in_count"
        last = "last_text, last_direction, last_author, last_at, created_at"
        state = ("", "resolved", 1, 0, "", "", "", at, at)
        threads = ((one, one, CHANNELS[0], one, *state) for one in ids)
        insert(connection, "conversation", f"{columns}, {last}", threads)
        insert(connection, "tag", "id, name, created_at", [(VIP, "vip", at)])
        columns = "id, contact_id, tag_id, set_by, since"
        tagged = ((one, one, VIP, "{}", at) for one in ids[::_VIP_EVERY])
        insert(connection, "contact_tag", columns, tagged)

    def _insert_past(self, connection: sqlite3.Connection) -> None:
        """Twice through the same past: its events, and the messages that these are about."""
        state = self._chance.getstate()
        columns = "id, kind, contact_id, at, recorded_at, depth, data, message_id"
        insert(connection, "event", columns, (_event(*one) for one in self._past()))
        self._chance.setstate(state)
        columns = ", ".join((*_MESSAGE, *_SAID))
        insert(connection, "message", columns, self._past_messages())

    def _past(self) -> Iterator[tuple[int, str, int, int]]:
        """Number, kind, person and time."""
        chance, length = self._chance, micros_of(days=DAYS)
        for number in range(self.events):
            at = micros(NOW) - length + length * number // self.events
            yield number, chance.choice(_KINDS), FIRST + chance.randrange(self.number), at

    def _past_messages(self) -> Iterator[Row]:
        for number, kind, who, at in self._past():
            if kind == "message.received":
                yield self._message(FIRST + number, who, number, at)

    def _message(self, message_id: int, who: int, number: int, at: int) -> Row:
        self._said[who - FIRST] += 1
        text = f"Is there any {WORDS[number * 7 % len(WORDS)]} left? 请问 {number}"
        whose = (message_id, who, self._said[who - FIRST], "in", "contact", who)
        return (*whose, text, "{}", at, at)

    def write(self, session: Session) -> list[Said]:
        """The next batch: as many people write at once, and the journal says so in this unit."""
        self._batches += 1
        now = self.now()
        people = self._chance.sample(range(FIRST, FIRST + self.number), BATCH)
        said = [Said(who, now, one) for who, one in zip(people, new_ids(BATCH), strict=True)]
        rows = [
            self._message(
                one.message_id, one.contact_id, self._chance.randrange(10**6), micros(now)
            )
            for one in said
        ]
        insert_rows(session, table_of(Message), (*_MESSAGE, *_SAID), rows)
        facts = [
            Fact("message.received", one.contact_id, now, {"message_id": str(one.message_id)})
            for one in said
        ]
        journal.record(session, facts, now)
        return said


def _event(number: int, kind: str, who: int, at: int) -> Row:
    is_said = kind == "message.received"
    data = f'{{"message_id": "{FIRST + number}"}}' if is_said else "{}"
    return FIRST + number, kind, who, at, at, 0, data, FIRST + number if is_said else None


def micros_of(*, days: int) -> int:
    return timedelta(days=days) // timedelta(microseconds=1)
