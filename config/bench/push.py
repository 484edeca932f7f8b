"""`scrm bench push`: one message to many open sockets of website chat, against a bare aiohttp loop.

What is compared: somebody writes in one of N open sockets, and the clock runs until all N have it.
In the hub one message reaches many sockets as the tabs of one visitor, for nobody else may hear
it: it is read, written down, committed, given its place in the thread, committed again, and handed
to every tab. The bare server sends what it read to its N sockets in a loop; it keeps nothing, and
has signed nobody in. N tabs come from as many addresses as the hub's bounds for one of them ask.

Beside the ratio stand two figures with no ceiling to be held against, for they do more than a loop
over sockets can. `answer`: a colleague's message by REST to the same N tabs, through the queue of
deliveries, which makes it five commits. `wave`: N visitors with one socket each, who each hear a
message of their own that came in one set with the others'; that is N messages, places and rows.
"""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from statistics import median
from typing import Any

import orjson

from config.bench import load
from config.bench.ingest import STOP_WITHIN
from config.bench.listeners import Door, Listeners
from config.bench.load import TEXTS
from scrm.kernel.errors import Unavailable

SOCKETS = 1_000
REPETITIONS = 3
MESSAGES = 12
"""Fewer than a visitor may write at once."""
ANSWERS = 8
WAVES = 4
MOST_RATIO = 3.0
ORIGIN = "https://shop.example"


@dataclass(frozen=True, slots=True)
class Site:
    """A hub with a website chat, and who writes there."""

    port: int
    key: str
    token: str
    visitors: list[str]

    @property
    def door(self) -> Door:
        hello = [orjson.dumps({"type": "hello", "token": one, "after": 0}) for one in self.visitors]
        return Door(self.port, f"/widget/{self.key}/socket", ORIGIN, hello, b'"caught_up"')

    def conversation(self) -> str:
        """The first one's."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(
            "GET", "/api/v1/conversations", headers={"Authorization": f"Bearer {self.token}"}
        )
        found = orjson.loads(line.getresponse().read())
        line.close()
        return str(found["items"][0]["id"])


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds, each a median over its messages."""

    bare: float
    tabs: float
    answer: float
    wave: float


def measure(sockets: int = SOCKETS, *, repetitions: int = REPETITIONS) -> dict[str, Any]:
    """Interleaved repetitions; the median ratio first, then what it is made of."""
    pinned = load.pin(1)
    rounds = [Round(bare(sockets), *tabs(sockets), wave(sockets)) for _ in range(repetitions)]
    ratios = [one.tabs / one.bare for one in rounds]
    waves = median(one.wave for one in rounds)
    return {
        "ratio": round(median(ratios), 2),
        "bench": "push",
        "ratios": [round(one, 2) for one in ratios],
        "sockets": sockets,
        "hub_ms": _ms(one.tabs for one in rounds),
        "bare_ms": _ms(one.bare for one in rounds),
        "answer_ms": _ms(one.answer for one in rounds),
        "wave_ms": _ms(one.wave for one in rounds),
        "wave_us_per_visitor": round(waves * 1_000_000 / sockets, 1),
        "pinned": pinned,
        "goals": {"ratio <= 3": median(ratios) <= MOST_RATIO},
    }


def _ms(seconds: Iterable[float]) -> float:
    return round(median(seconds) * 1000, 2)


def bare(sockets: int) -> float:
    with (
        _running("config.bench.servers", "broadcast") as said,
        Listeners(Door(int(said), "/socket", ORIGIN), sockets) as listeners,
    ):
        return _of_many(MESSAGES, lambda words: listeners.time_said(_message(words), words))


def tabs(sockets: int) -> tuple[float, float]:
    """What a visitor says in one tab, and what a colleague answers."""
    with _site(1) as site, Listeners(site.door, sockets) as listeners:
        said = _of_many(MESSAGES, lambda words: listeners.time_said(_message(words), words))
        path = f"/api/v1/conversations/{site.conversation()}/messages"
        return said, _of_many(
            ANSWERS,
            lambda words: listeners.time_posted(_post(site.port, path, words, site.token), words),
        )


def wave(sockets: int) -> float:
    with _site(sockets) as site, Listeners(site.door, sockets) as listeners:
        return _of_many(
            WAVES,
            lambda words: listeners.time_posted(_post(site.port, "/bench/wave", words), words),
        )


def _of_many(count: int, once: Callable[[bytes], float]) -> float:
    """The median of so many, one after the other; the first warms everything up and counts for
    nothing. Words are unlike any that were said before."""
    times = [once(token_hex(6).encode()) for _ in range(count + 1)]
    return median(times[1:])


def _message(words: bytes) -> bytes:
    """Says the same in both worlds; who said it hears its id in the hub's."""
    text = f"{words.decode()} {TEXTS[0]}"
    said = {"type": "message", "client_id": words.decode(), "text": text, "attachments": []}
    return orjson.dumps(said)


def _post(port: int, path: str, words: bytes, token: str = "") -> bytes:
    body = orjson.dumps({"text": f"{words.decode()} {TEXTS[0]}"})
    sign = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{sign}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def _site(visitors: int) -> Iterator[Site]:
    """The whole hub on a fresh SQLite database (WAL, FULL)."""
    with tempfile.TemporaryDirectory(prefix="scrm-bench-") as folder:
        ours = {
            "SCRM_DATA_DIR": folder,
            "SCRM_DATABASE_URL": "",
            "SCRM_LISTEN": "127.0.0.1:0",
            "SCRM_LOG_LEVEL": "warning",
        }
        with _running("config.bench.sites", str(visitors), **ours) as said:
            yield Site(**orjson.loads(said))


@contextmanager
def _running(module: str, argument: str, **environment: str) -> Iterator[str]:
    """A server in a process of its own; what it says once it listens."""
    command = [sys.executable, "-m", module, argument]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise Unavailable("A benchmark's server did not start; its words are above")
            yield line
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_WITHIN)
