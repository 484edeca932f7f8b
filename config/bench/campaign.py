"""`scrm bench campaign`: a campaign to many people through the whole hub, against a bare aiohttp client
that posts ready texts; and the freezing of its audience, against a bare INSERT … SELECT.

The hub looks at each of them, writes their message, keeps it, sends it to a platform that takes all at
once, and keeps what came of it; the client keeps nothing. Meanwhile a colleague answers somebody, and
the clock runs from the press of the button until the platform has it.
"""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import orjson

from config.bench import load
from config.bench.ingest import STOP_WITHIN, plain
from config.bench.servers import REPLY
from scrm.kernel.errors import Unavailable

PEOPLE = 100_000
"""In all repetitions together."""
FROZEN = 1_000_000
REPETITIONS = 3
BARE_SECONDS = 3.0
REPLY_EVERY = 0.25
LEAST_RATIO = 0.5
P99_MS = 150.0
MOST_GROWTH = 16.0
"""Megabytes from the first quarter of a campaign to its end."""


@dataclass(frozen=True, slots=True)
class Round:
    """A machine's speed changes within seconds: the ceiling is taken on both sides of the hub."""

    before: dict[str, float]
    hub: dict[str, Any]
    after: dict[str, float]
    replies: list[float]

    @property
    def bare_rate(self) -> float:
        return (self.before["rate"] + self.after["rate"]) / 2

    @property
    def growth(self) -> float:
        memory = self.hub["memory_mb"]
        return float(memory[-1] - memory[min(1, len(memory) - 1)])


def measure(
    people: int = PEOPLE, frozen: int = FROZEN, *, repetitions: int = REPETITIONS
) -> dict[str, Any]:
    """Interleaved repetitions; the median ratio first, then what it is made of."""
    pinned = load.pin(1)
    rounds = [_round(people // repetitions) for _ in range(repetitions)]
    freezing = _freezing(frozen)
    ratios = [one.hub["rate"] / one.bare_rate for one in rounds]
    replies = [each for one in rounds for each in one.replies]
    p99 = quantiles(replies, n=100, method="inclusive")[-1] * 1000 if len(replies) > 1 else 0.0
    growth = max(one.growth for one in rounds)
    freeze = median(freezing["ratios"])
    return {
        "ratio": round(median(ratios), 3),
        "bench": "campaign",
        "ratios": [round(one, 3) for one in ratios],
        "people": people,
        "hub_per_second": round(median(one.hub["rate"] for one in rounds)),
        "bare_per_second": round(median(one.bare_rate for one in rounds)),
        "hub_cpu_us": round(median(one.hub["cpu_us"] for one in rounds), 1),
        "bare_cpu_us": round(median(one.before["cpu_us"] for one in rounds), 1),
        "memory_mb": rounds[-1].hub["memory_mb"],
        "growth_mb": round(growth, 1),
        "replies": len(replies),
        "reply_p50_ms": round(median(replies) * 1000, 1) if replies else 0.0,
        "reply_p99_ms": round(p99, 1),
        "frozen": frozen,
        "freeze_ratio": round(freeze, 3),
        "freeze_ratios": [round(one, 3) for one in freezing["ratios"]],
        "freeze_seconds": round(median(freezing["seconds"]), 2),
        "pinned": pinned,
        "goals": {
            "ratio >= 0.5": median(ratios) >= LEAST_RATIO,
            "freeze >= 0.5 x bare": freeze >= LEAST_RATIO,
            "reply p99 <= 150 ms": bool(replies) and p99 <= P99_MS,
            "memory flat": growth <= MOST_GROWTH,
            "everybody has it": all(one.hub["sent"] == people // repetitions for one in rounds),
        },
    }


def _round(people: int) -> Round:
    with plain("telegram") as platform, _running("storms", str(people), platform.address) as hub:
        site = orjson.loads(_line(hub))
        before = _posted(platform.address)
        with _answering(site) as pressed:
            _go(hub)
            told = orjson.loads(_line(hub))
        heard = _heard(platform.port, len(pressed))
        after = _posted(platform.address)
    return Round(before, told, after, [heard[text] - at for text, at in pressed.items()])


def _freezing(people: int) -> dict[str, Any]:
    with _running("freezes", str(people)) as hub:
        found: dict[str, Any] = orjson.loads(_line(hub))
        return found


def _posted(api: str) -> dict[str, float]:
    with _running("poster", api, str(BARE_SECONDS)) as client:
        found: dict[str, float] = orjson.loads(_line(client))
        return found


@contextmanager
def _answering(site: dict[str, Any]) -> Iterator[dict[str, float]]:
    """A colleague who answers somebody again and again: what they wrote, and when they pressed."""
    pressed: dict[str, float] = {}
    over = threading.Event()

    def answer() -> None:
        line = http.client.HTTPConnection("127.0.0.1", site["port"], timeout=30)
        headers = {
            "Authorization": f"Bearer {site['token']}",
            "Content-Type": "application/json",
        }
        path = f"/api/v1/conversations/{site['conversation']}/messages"
        while not over.wait(REPLY_EVERY):
            text = f"{REPLY}{len(pressed)}"
            pressed[text] = time.monotonic()
            line.request("POST", path, orjson.dumps({"text": text}), headers)
            answered = line.getresponse()
            said = answered.read()
            if answered.status != http.client.CREATED:
                raise Unavailable(f"A reply was refused: {said[:200]!r}")
        line.close()

    colleague = threading.Thread(target=answer, name="colleague", daemon=True)
    colleague.start()
    try:
        yield pressed
    finally:
        over.set()
        colleague.join(STOP_WITHIN)


def _heard(port: int, replies: int) -> dict[str, float]:
    """When the platform had each of them. Raises Unavailable where some never came."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=STOP_WITHIN)) as line:
        line.request("GET", f"/heard?replies={replies}")
        try:
            found: dict[str, float] = orjson.loads(line.getresponse().read())
        except TimeoutError:
            raise Unavailable(f"Not all of {replies} replies came") from None
    return found


@contextmanager
def _running(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """One of this folder's programs, on a fresh SQLite database (WAL, FULL) of its own."""
    with tempfile.TemporaryDirectory(prefix="scrm-bench-") as folder:
        ours = {
            "SCRM_DATA_DIR": folder,
            "SCRM_DATABASE_URL": "",
            "SCRM_LISTEN": "127.0.0.1:0",
            "SCRM_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", f"config.bench.{module}", *arguments]
        pipe = subprocess.PIPE
        with subprocess.Popen(  # noqa: S603
            command, stdin=pipe, stdout=pipe, text=True, env=os.environ | ours
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                process.wait(STOP_WITHIN)


def _go(process: "subprocess.Popen[str]") -> None:
    if process.stdin:
        process.stdin.write("go\n")
        process.stdin.flush()


def _line(process: "subprocess.Popen[str]") -> str:
    """What it says next; nothing means that it ended."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise Unavailable("A benchmark's program ended; its words are above")
    return line
