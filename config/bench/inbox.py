"""`scrm bench inbox`: every list and thread of a large inbox, by index, quickly, in little memory."""

import http.client
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from config.bench import crowd, plans
from config.bench.questions import PAGE, READER, Question, questions
from config.migrations import migrate
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import Filter
from scrm.kernel.engines import engine_of, reading_engine
from scrm.kernel.errors import Unavailable
from scrm.staff import service as staff
from scrm.web.call import encode

RUNS = 60
MOST_SECONDS = 1.5
ROUNDS = 20
STOP_WITHIN = 30

MOST_MEMORY_MB = 400

# What somebody would write by hand for the page that the console opens with.
BY_HAND = """
SELECT c.id, c.contact_id, c.channel_id, p.name AS contact, p.photo, h.name, h.platform, c.state,
       c.assignee_id, c.priority, c.waiting_since, c.snoozed_until, c.resolve_reason,
       c.in_count - coalesce(m.in_count, 0) AS unread, c.last_text, c.last_direction, c.last_author,
       c.last_at, c.created_at, i.unreachable_since IS NULL AS reachable
FROM conversation c
JOIN contact p ON p.id = c.contact_id
JOIN channel h ON h.id = c.channel_id
JOIN identity i ON i.id = c.identity_id
LEFT JOIN read_mark m ON m.conversation_id = c.id AND m.user_id = ?
WHERE c.state = 'open'
ORDER BY c.last_at DESC, c.id DESC LIMIT ?"""


def measure(scale: int, *, runs: int = RUNS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Make an inbox of `scale` messages, ask it everything, and say how that went."""
    with tempfile.TemporaryDirectory(prefix="scrm-bench-") as folder:
        path = Path(folder) / "scrm.db"
        made, seconds, token = make(path, scale)
        asked = questions(made)
        engine = reading_engine(make_url(f"sqlite:///{path}"))
        wrong = faults(engine, asked)
        times = {one.name: _times(_asking(engine, one.ask), runs) for one in asked}
        ratio = median(_times(_by_hand(path), runs)) / median(
            _times(_asking(engine, _open_list), runs)
        )
        engine.dispose()
        memory, over_rest = _served(Path(folder), token, asked, rounds)
    return _report(scale, ratio, wrong, times, memory) | {
        "conversations": made.conversations,
        "made_in_seconds": round(seconds, 1),
        "requests": over_rest,
    }


def make(path: Path, scale: int) -> tuple[crowd.Crowd, float, str]:
    """A migrated, filled database; the seconds that the filling took; a token to read it with."""
    engine = engine_of(f"sqlite:///{path}")
    migrate(engine)
    with Session(engine) as session:
        _, token = staff.make_token(session, "bench", [], crowd.NOW)
        session.commit()
    engine.dispose()
    begin = time.perf_counter()
    made = crowd.fill(path, scale)
    return made, time.perf_counter() - begin, token


def faults(engine: Engine, asked: list[Question]) -> dict[str, list[str]]:
    """By question the steps of its plans that do not go by an index."""
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        tables = frozenset(names.scalars()) - {
            "channel",
            "message_search",
            "contact_search",
            "renamed_contact",
        }
    found = {one.name: plans.faults(engine, one, tables) for one in asked}
    return {name: steps for name, steps in found.items() if steps}


def _asking(engine: Engine, ask: Callable[[Session], Any]) -> Callable[[], None]:
    def once() -> None:
        with Session(engine) as session:
            ask(session)

    return once


def _open_list(session: Session) -> bytes:
    return encode(reading.page(session, READER, Filter("open"), None, PAGE)[0])


def _by_hand(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA query_only=ON")
    connection.row_factory = sqlite3.Row

    def once() -> None:
        rows = connection.execute(BY_HAND, (READER, PAGE)).fetchall()
        orjson.dumps([dict(row) for row in rows])

    return once


def _times(once: Callable[[], None], runs: int) -> list[float]:
    """Sorted seconds of up to `runs` runs, the first of which warms up and does not count."""
    once()
    taken: list[float] = []
    end = time.perf_counter() + MOST_SECONDS
    while len(taken) < runs and (not taken or time.perf_counter() < end):
        begin = time.perf_counter()
        once()
        taken.append(time.perf_counter() - begin)
    return sorted(taken)


def _served(folder: Path, token: str, asked: list[Question], rounds: int) -> tuple[float, int]:
    """The most memory, in MB, that `scrm serve` had while it answered everything; and how often."""
    number = 0
    with _serving(folder) as (process, port):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            headers = {"Authorization": f"Bearer {token}"}
            for _ in range(rounds):
                for one in asked:
                    path = f"/api/v1{quote(one.path, safe='/?=&')}"
                    line.request("GET", path, headers=headers)
                    answer = line.getresponse()
                    body = answer.read()
                    if answer.status != 200:
                        raise Unavailable(f"{one.path} was answered by {answer.status}: {body!r}")
                    number += 1
        status = Path(f"/proc/{process.pid}/status").read_text()
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    if match is None:
        raise Unavailable("This system does not tell how much memory a process has used")
    return int(match[1]) / 1_000, number


@contextmanager
def _serving(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    environment = os.environ | {
        "SCRM_DATA_DIR": str(folder),
        "SCRM_DATABASE_URL": "",
        "SCRM_LISTEN": "127.0.0.1:0",
        "SCRM_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-c", "from config.cli import main; main()", "serve"]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            match = re.search(r":(\d+)$", line.strip())
            if match is None:
                raise Unavailable("The hub did not start; its words are above")
            yield process, int(match[1])
        finally:
            process.terminate()
            process.wait(STOP_WITHIN)


def _report(
    scale: int,
    ratio: float,
    wrong: dict[str, list[str]],
    times: dict[str, list[float]],
    memory: float,
) -> dict[str, Any]:
    p99 = {name: _ms(taken, 0.99) for name, taken in times.items()}
    slowest = max(p99, key=lambda name: p99[name])
    latencies = {name: f"p50 {_ms(times[name], 0.5)} ms, p99 {p99[name]} ms" for name in times}
    return {
        "ratio": round(ratio, 3),
        "bench": "inbox",
        "messages": scale,
        "memory_mb": round(memory),
        "slowest": f"{slowest}: p99 {p99[slowest]} ms",
        **latencies,
        "not_by_index": wrong,
        "goals": {
            "every list and thread by index": not wrong,
            f"memory < {MOST_MEMORY_MB} MB": memory < MOST_MEMORY_MB,
        },
    }


def _ms(taken: list[float], share: float) -> float:
    return round(taken[min(int(len(taken) * share), len(taken) - 1)] * 1_000, 1)
