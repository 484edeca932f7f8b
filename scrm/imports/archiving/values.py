"""What is settled about an export before a row of it is written."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappushpop

from scrm.contacts.values import Known
from scrm.imports.values import BadLine, Exported, ExportedMessage, SystemLine

ENDS = 64
SPREAD = 128
MOST_BAD_LINES = 200
MOST_PEOPLE = 10_000


@dataclass(slots=True)
class Spoke:
    """An author: the name as first written, how often, and from when to when."""

    name: str
    messages: int
    first: datetime
    last: datetime


class Sample:
    """Some keys of an export, by which another export of the same chat is known: the first, the
    last, and those that hash lowest, which are the same ones in every export that holds them."""

    def __init__(self) -> None:
        self._first: list[tuple[str, str]] = []
        self._last: deque[tuple[str, str]] = deque(maxlen=ENDS)
        self._lowest: list[tuple[int, str, str]] = []  # a heap; the highest hash lies on top

    def add(self, key: str, author: str) -> None:
        if len(self._first) < ENDS:
            self._first.append((key, author))
        self._last.append((key, author))
        item = (-int(key[:16], 16), key, author)
        if len(self._lowest) < SPREAD:
            self._lowest.append(item)
            self._lowest.sort()
        elif item > self._lowest[0]:
            heappushpop(self._lowest, item)

    def keys(self, *, without: str) -> list[str]:
        """The sampled keys, none of the author `without`: what one person writes in the same
        minute to twenty others must not make these twenty chats one."""
        spread = [(key, author) for _, key, author in self._lowest]
        every = (*self._first, *self._last, *spread)
        return list(dict.fromkeys(key for key, author in every if author != without))


@dataclass(slots=True)
class Survey:
    """What one pass over a file counts. `present` are the files that came with the chat."""

    present: frozenset[str] = frozenset()
    people: dict[str, Spoke] = field(default_factory=dict)
    messages: int = 0
    system: int = 0
    media_omitted: int = 0
    first: datetime | None = None
    last: datetime | None = None
    bad: list[BadLine] = field(default_factory=list)
    bad_count: int = 0
    sample: Sample = field(default_factory=Sample)

    def note(self, item: Exported, address: str) -> None:
        """Count `item`; `address` is that of its author, "" where it has none."""
        match item:
            case BadLine():
                self.bad_count += 1
                if len(self.bad) < MOST_BAD_LINES:
                    self.bad.append(item)
                return
            case SystemLine():
                self.system += 1
            case ExportedMessage():
                self._note_message(item, address)
        self.first = item.at if self.first is None else min(self.first, item.at)
        self.last = item.at if self.last is None else max(self.last, item.at)

    def _note_message(self, item: ExportedMessage, address: str) -> None:
        self.messages += 1
        self.sample.add(item.key, address)
        if item.media is not None and item.media.name not in self.present:
            self.media_omitted += 1
        known = self.people.get(address)
        if known is None:
            self.people[address] = Spoke(item.author, 1, item.at, item.at)
            return
        known.messages += 1
        known.first = min(known.first, item.at)
        known.last = max(known.last, item.at)


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a chat goes: its channel, its thread, and its people by address. `me` is an address."""

    channel_id: int
    conversation_id: int
    me: str
    people: dict[str, Known]


@dataclass(frozen=True, slots=True)
class Found:
    """An archive that holds messages of this export already."""

    channel_id: int
    conversation_id: int
    me: str
    matches: int
