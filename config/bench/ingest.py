"""`scrm bench ingest`: Telegram webhooks through the whole hub, against a bare aiohttp handler; with
rules, also through these and a bot that answers."""

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
from config.bench.hubs import NOWHERE
from scrm.kernel.engines import engine_of
from scrm.kernel.errors import Unavailable

CONNECTIONS = 64
SENDERS = 50_000
REPETITIONS = 3
HUB_SECONDS = 4.0
BARE_SECONDS = 1.5
SINK_SECONDS = 0.7
MOST_REQUESTS = 120_000
PACED_REQUESTS = 4_000
STOP_WITHIN = 30

FLOOR = 0.25
FLOOR_WITH_RULES = 0.2
P99_MS = 40.0
LOAD_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    path: str
    process: int
    database: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the server's threads have computed so far; 0 where the system does not say."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """A run and the server's processor time per answer, in microseconds."""

    run: load.Run
    cpu_us: float


def flood(server: Server, seconds: float) -> Measured:
    """As many requests as are answered in `seconds`."""
    ready = load.requests(server.path, MOST_REQUESTS, SENDERS)
    before = server.cpu_seconds()
    run = load.closed(server.port, ready, CONNECTIONS, seconds)
    return Measured(run, (server.cpu_seconds() - before) / max(run.answered, 1) * 1_000_000)


@contextmanager
def plain(kind: str) -> Iterator[Server]:
    """A bare or canned server in a process of its own, on core 0."""
    command = [sys.executable, "-m", "config.bench.servers", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield Server(int(_first_line(process)), "/hooks/1", process.pid)
        finally:
            process.kill()


@contextmanager
def hub(*, wait_ms: float = 0.0, rules: int = 0, api: str = NOWHERE) -> Iterator[Server]:
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
        command = [sys.executable, "-m", "config.bench.hubs", str(rules), api]
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                port, channel_id = _first_line(process).split()
                database = f"sqlite:///{Path(folder) / 'scrm.db'}"
                yield Server(int(port), f"/hooks/{channel_id}", process.pid, database)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(STOP_WITHIN)


def _first_line(process: "subprocess.Popen[str]") -> str:
    """What a server says once it listens; nothing means that it could not start."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise Unavailable("A benchmark's server did not start; its words are above")
    return line


def measure(
    *, wait_ms: float = 0.0, repetitions: int = REPETITIONS, rules: int = 0
) -> dict[str, Any]:
    """Interleaved repetitions; the median ratio first, then what it is made of."""
    pinned = load.pin(1)
    rounds: list[Round] = []
    for _ in range(repetitions):
        with plain("sink") as server:
            sink = flood(server, SINK_SECONDS)
        with (
            plain("bare") as bare,
            plain("telegram") as telegram,
            hub(wait_ms=wait_ms, rules=rules, api=telegram.address) as server,
        ):
            before = flood(bare, BARE_SECONDS)
            whole = flood(server, HUB_SECONDS)
            after = flood(bare, BARE_SECONDS)
            ready = load.requests(server.path, PACED_REQUESTS, SENDERS, MOST_REQUESTS + 1)
            paced = load.paced(server.port, ready, CONNECTIONS, whole.run.rate / 2)
            rows = _heard(server.database)
        expected = whole.run.answered + paced.answered
        rounds.append(Round(sink, before, whole, after, paced, complete=rows == expected))
    return _report(rounds, pinned=pinned, wait_ms=wait_ms, rules=rules)


@dataclass(frozen=True, slots=True)
class Round:
    """A machine's speed changes within seconds: the ceiling is taken on both sides of the hub."""

    sink: Measured
    before: Measured
    whole: Measured
    after: Measured
    paced: load.Run
    complete: bool

    @property
    def bare_rate(self) -> float:
        return (self.before.run.rate + self.after.run.rate) / 2

    @property
    def bare_cpu_us(self) -> float:
        return (self.before.cpu_us + self.after.cpu_us) / 2

    @property
    def ratio(self) -> float:
        return self.whole.run.rate / self.bare_rate


def _heard(database: str) -> int:
    """People's messages in the inbox: an answer that left none would be worth nothing."""
    engine = engine_of(database)
    with engine.connect() as connection:
        number: int = connection.execute(
            text("SELECT count(*) FROM message WHERE direction = 'in'")
        ).scalar_one()
    engine.dispose()
    return number


def _report(rounds: list[Round], *, pinned: bool, wait_ms: float, rules: int) -> dict[str, Any]:
    floor = FLOOR_WITH_RULES if rules else FLOOR
    ratios = [one.ratio for one in rounds]
    load_over_bare = median(one.sink.run.rate / one.before.run.rate for one in rounds)
    p50s, p99s = ([one.paced.percentile(part) * 1000 for one in rounds] for part in (0.5, 0.99))
    p99 = median(p99s)
    return {
        "ratio": round(median(ratios), 3),
        "bench": "ingest",
        "ratios": [round(ratio, 3) for ratio in ratios],
        "hub_per_second": round(median(one.whole.run.rate for one in rounds)),
        "bare_per_second": round(median(one.bare_rate for one in rounds)),
        "hub_cpu_us": round(median(one.whole.cpu_us for one in rounds), 1),
        "bare_cpu_us": round(median(one.bare_cpu_us for one in rounds), 1),
        "p50_ms_at_half": round(median(p50s), 2),
        "p99_ms_at_half": round(p99, 2),
        "p99s_ms_at_half": [round(one, 2) for one in p99s],
        "load_over_bare": round(load_over_bare, 2),
        "refused": sum(one.whole.run.refused for one in rounds),
        "pinned": pinned,
        "commit_wait_ms": wait_ms,
        "rules": rules,
        "goals": {
            f"ratio >= {floor:g}": median(ratios) >= floor,
            "p99 <= 40 ms": p99 <= P99_MS,
            "load >= 1.5 x bare": load_over_bare >= LOAD_MARGIN,
            "every answer is a message": all(one.complete for one in rounds),
        },
    }
