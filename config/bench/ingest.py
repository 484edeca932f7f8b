"""`scrm bench ingest`: Telegram webhooks through the whole hub, against a bare aiohttp handler."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from config.bench import load
from scrm.kernel.engines import engine_of
from scrm.kernel.errors import Unavailable

CONNECTIONS = 64
SENDERS = 50_000
REPETITIONS = 3
HUB_SECONDS = 4.0
BARE_SECONDS = 2.0
MOST_REQUESTS = 160_000
PACED_REQUESTS = 12_000
STOP_WITHIN = 30

FLOOR = 0.25
P99_MS = 40.0
LOAD_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    path: str
    database: str = ""


@contextmanager
def plain(kind: str) -> Iterator[Server]:
    """A bare or canned server in a process of its own, on core 0."""
    command = [sys.executable, "-m", "config.bench.servers", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield Server(int(_first_line(process)), "/hooks/1")
        finally:
            process.kill()


@contextmanager
def hub(*, wait_ms: float = 0.0) -> Iterator[Server]:
    """The whole hub on a fresh SQLite database (WAL, FULL), in a process of its own, on core 0."""
    with tempfile.TemporaryDirectory(prefix="scrm-bench-") as folder:
        environment = os.environ | {
            "SCRM_DATA_DIR": folder,
            "SCRM_DATABASE_URL": "",
            "SCRM_LISTEN": "127.0.0.1:0",
            "SCRM_LOG_LEVEL": "warning",
        }
        if wait_ms:
            environment["SCRM_FAILPOINTS"] = f"database.commit=sleep:{wait_ms / 1000}"
        command = [sys.executable, "-m", "config.bench.hubs"]
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                port, channel_id = _first_line(process).split()
                database = f"sqlite:///{Path(folder) / 'scrm.db'}"
                yield Server(int(port), f"/hooks/{channel_id}", database)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(STOP_WITHIN)


def _first_line(process: "subprocess.Popen[str]") -> str:
    """What a server says once it listens; nothing means that it could not start."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise Unavailable("A benchmark's server did not start; its words are above")
    return line


def measure(*, wait_ms: float = 0.0, repetitions: int = REPETITIONS) -> dict[str, Any]:
    """Interleaved repetitions; the median ratio first, then what it is made of."""
    pinned = load.pin(1)
    with plain("sink") as server:
        ceiling = load.closed(
            server.port, load.requests(server.path, MOST_REQUESTS, SENDERS), CONNECTIONS, 2.0
        )
    rounds = []
    for number in range(repetitions):
        with plain("bare") as server:
            ready = load.requests(server.path, MOST_REQUESTS, SENDERS)
            bare = load.closed(server.port, ready, CONNECTIONS, BARE_SECONDS)
        with hub(wait_ms=wait_ms) as server:
            whole = load.closed(
                server.port,
                load.requests(server.path, MOST_REQUESTS, SENDERS),
                CONNECTIONS,
                HUB_SECONDS,
            )
            paced = None
            if number == repetitions - 1:
                ready = load.requests(server.path, PACED_REQUESTS, SENDERS, MOST_REQUESTS + 1)
                paced = load.paced(server.port, ready, CONNECTIONS, whole.rate / 2)
            rows = _rows(server.database)
        expected = whole.answered + (paced.answered if paced else 0)
        rounds.append((bare, whole, paced, rows, expected))
    return _report(ceiling, rounds, pinned=pinned, wait_ms=wait_ms)


def _rows(database: str) -> int:
    """Messages in the inbox: an answer that left no message would be worth nothing."""
    engine = engine_of(database)
    with engine.connect() as connection:
        number: int = connection.execute(text("SELECT count(*) FROM message")).scalar_one()
    engine.dispose()
    return number


def _report(
    ceiling: load.Run, rounds: list[Any], *, pinned: bool, wait_ms: float
) -> dict[str, Any]:
    ratios = [whole.rate / bare.rate for bare, whole, *_ in rounds]
    paced = rounds[-1][2]
    bare_rate = median(bare.rate for bare, *_ in rounds)
    complete = all(rows == expected for *_, rows, expected in rounds)
    p99 = paced.percentile(0.99) * 1000
    return {
        "ratio": round(median(ratios), 3),
        "bench": "ingest",
        "ratios": [round(ratio, 3) for ratio in ratios],
        "hub_per_second": round(median(whole.rate for _, whole, *_ in rounds)),
        "bare_per_second": round(bare_rate),
        "p50_ms_at_half": round(paced.percentile(0.5) * 1000, 2),
        "p99_ms_at_half": round(p99, 2),
        "load_over_bare": round(ceiling.rate / bare_rate, 2),
        "refused": sum(whole.refused for _, whole, *_ in rounds),
        "every_answer_is_a_message": complete,
        "pinned": pinned,
        "commit_wait_ms": wait_ms,
        "goals": {
            "ratio >= 0.25": median(ratios) >= FLOOR,
            "p99 <= 40 ms": p99 <= P99_MS,
            "load >= 1.5 x bare": ceiling.rate / bare_rate >= LOAD_MARGIN,
            "complete": complete,
        },
    }
