"""The load: raw sockets in one process, so that the client is never what is measured."""

import os
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import orjson

SECRET = "bench-secret"  # noqa: S105 - of a channel that lives for a few seconds
_BEGAN = int(time.time())  # a bot answers nobody who wrote days ago
TEXTS = (
    "Where is my order? It was promised for Tuesday.",
    "你好，我想问一下这个茶杯还有货吗？",
    "Thanks a lot!",
    "Can I change the address of order 10482 to the office?",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run brought: requests answered, seconds, and latencies in seconds, sorted."""

    answered: int
    refused: int
    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        return self.answered / self.seconds

    def percentile(self, share: float) -> float:
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


def requests(path: str, count: int, senders: int, first: int = 1) -> list[bytes]:
    """Telegram webhooks, ready to be written: every sender in turn, in a scattered order."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: "
    ).encode()
    return [b"%s%d\r\n\r\n%s" % (head, len(body), body) for body in _bodies(count, senders, first)]


@lru_cache(maxsize=2)
def _bodies(count: int, senders: int, first: int) -> list[bytes]:
    return [_update(n, 100_000 + (n * 7_919) % senders) for n in range(first, first + count)]


def _update(number: int, who: int) -> bytes:
    person = {"id": who, "is_bot": False, "first_name": f"Sender {who}", "language_code": "en"}
    message = {
        "message_id": number,
        "date": _BEGAN,
        "from": person,
        "chat": {"id": who, "type": "private", "first_name": person["first_name"]},
        "text": f"{TEXTS[number % len(TEXTS)]} #{number}",
    }
    return orjson.dumps({"update_id": number, "message": message})


class _Connections:
    """Non-blocking keep-alive connections, at most one request each under way."""

    def __init__(self, port: int, count: int) -> None:
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", port))
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            one.setblocking(False)
            self.sockets[one.fileno()] = one
            self.poll.register(one.fileno(), select.EPOLLIN)

    def close(self) -> None:
        for one in self.sockets.values():
            one.close()
        self.poll.close()


def closed(port: int, ready: list[bytes], connections: int, seconds: float) -> Run:
    """As fast as answers come back, for at most `seconds` or until the requests are used up."""
    lines = _Connections(port, connections)
    started: dict[int, float] = {}
    latencies: list[float] = []
    refused = 0
    waiting: Iterator[bytes] = iter(ready)
    begin = time.perf_counter()
    end = begin + seconds
    for number, line in lines.sockets.items():
        started[number] = time.perf_counter()
        line.send(next(waiting))
    under_way = len(started)
    while under_way:
        for number, _ in lines.poll.poll(10):
            answer = lines.sockets[number].recv(4096)
            now = time.perf_counter()
            refused += answer[9:12] != b"200"
            latencies.append(now - started[number])
            following = next(waiting, None) if now < end else None
            if following is None or not answer:
                under_way -= 1
                continue
            started[number] = now
            lines.sockets[number].send(following)
    took = time.perf_counter() - begin
    lines.close()
    return Run(len(latencies) - refused, refused, took, sorted(latencies))


def paced(port: int, ready: list[bytes], connections: int, rate: float) -> Run:
    """At a fixed pace, whatever the server does: a request that waits for a free connection
    counts from the moment it was due."""
    lines = _Connections(port, connections)
    free = deque(lines.sockets)  # in turn: a connection that stays silent would be closed
    due_at: dict[int, float] = {}
    latencies: list[float] = []
    refused, sent = 0, 0
    begin = time.perf_counter()
    while len(latencies) < len(ready):
        now = time.perf_counter()
        while free and sent < len(ready) and begin + sent / rate <= now:
            number = free.popleft()
            due_at[number] = begin + sent / rate
            lines.sockets[number].send(ready[sent])
            sent += 1
        for number, _ in lines.poll.poll(0.0005):
            answer = lines.sockets[number].recv(4096)
            refused += answer[9:12] != b"200"
            latencies.append(time.perf_counter() - due_at[number])
            free.append(number)
    took = time.perf_counter() - begin
    lines.close()
    return Run(len(latencies) - refused, refused, took, sorted(latencies))


def pin(core: int) -> bool:
    """Keep this process on one core; False on systems that can't."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        return False
    os.sched_setaffinity(0, {core})
    return True


def on_linux() -> bool:
    """The load needs epoll."""
    return sys.platform == "linux"
