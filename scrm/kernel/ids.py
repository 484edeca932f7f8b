"""Ids: 64-bit integers that sort by the time they were made."""

import threading
from datetime import UTC, datetime

from scrm.kernel.clock import Clock, SystemClock

EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
NODE_BITS = 10
SEQUENCE_BITS = 12
MAX_NODE = (1 << NODE_BITS) - 1
_MAX_SEQUENCE = (1 << SEQUENCE_BITS) - 1


class IdMaker:
    """Makes ids of 41 bits of milliseconds since 2025, 10 bits of node, 12 bits of sequence.

    Ids of one maker only ever grow, also when its clock steps back; safe to call
    from several threads.
    """

    def __init__(self, node: int = 0, clock: Clock | None = None) -> None:
        if not 0 <= node <= MAX_NODE:
            raise ValueError(f"node must be 0 to {MAX_NODE}, not {node}")
        self._node = node << SEQUENCE_BITS
        self._clock = clock or SystemClock()
        self._last_ms = 0
        self._sequence = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        return self.several(1)[0]

    def several(self, count: int) -> list[int]:
        """`count` ids at once, in order: a batch takes the lock and reads the clock once."""
        made: list[int] = []
        with self._lock:
            now = _milliseconds(self._clock.now())
            if now > self._last_ms:
                self._last_ms, self._sequence = now, -1
            while len(made) < count:
                if self._sequence == _MAX_SEQUENCE:  # borrow from the next millisecond
                    self._last_ms, self._sequence = self._last_ms + 1, -1
                base = self._last_ms << (NODE_BITS + SEQUENCE_BITS) | self._node
                take = min(count - len(made), _MAX_SEQUENCE - self._sequence)
                first = base + self._sequence + 1
                made.extend(range(first, first + take))
                self._sequence += take
        return made

    def go_on_after(self, last: int) -> None:
        """Make only larger ids than `last`, also where the clock is behind the time it was made."""
        with self._lock:
            ms = last >> (NODE_BITS + SEQUENCE_BITS)
            if ms >= self._last_ms:
                self._last_ms, self._sequence = ms, _MAX_SEQUENCE


_maker = IdMaker()


def new_id() -> int:
    """The next id of this process."""
    return _maker()


def new_ids(count: int) -> list[int]:
    """The next ids of this process, for a batch."""
    return _maker.several(count)


def use_node(node: int, clock: Clock) -> None:
    """Give this process its node number and its time; called once, before the first id is made."""
    global _maker
    _maker = IdMaker(node, clock)


def go_on_after(last: int) -> None:
    """What is ordered by id stays in order across a restart with a clock that was set back."""
    _maker.go_on_after(last)


def first_id_at(at: datetime) -> int:
    """The smallest id that could be made at `at`."""
    return _milliseconds(at) << (NODE_BITS + SEQUENCE_BITS)


def made_at(made: int) -> datetime:
    """When this id was made, to the millisecond below."""
    ms = EPOCH_MS + (made >> (NODE_BITS + SEQUENCE_BITS))
    return datetime.fromtimestamp(ms / 1000, UTC)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000) - EPOCH_MS
