"""WhatsApp's "Export chat", as text: find out how it is written, then read it line by line. Pure.

Both functions take lines without their ends and go over them once, with little memory:
give each a fresh pass over the file.
"""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scrm.imports.values import (
    BadLine,
    DateOrder,
    Dialect,
    Exported,
    ExportedMessage,
    InDoubt,
    Shape,
    SystemLine,
)
from scrm.imports.whatsapp_bodies import Body, long_name, read_body, split_author
from scrm.imports.whatsapp_headers import Header, any_header, read_header
from scrm.kernel.errors import Invalid
from scrm.kernel.text import shorten

MAX_TEXT = 100_000  # characters; WhatsApp itself stops at 65,536
_SHOWN = 200
_REMEMBERED = 10_000  # messages among which equal ones are numbered
_MAJORITY = 20  # how much more often one order must be the only one that fits, if others are too
_ENOUGH = 5  # messages that must agree before ": " counts as part of a name
_MAX_NAMES = 10_000
_LONGEST_NAME = 100


def detect(lines: Iterable[str]) -> Dialect | InDoubt:
    """How the file is written; raises Invalid where it is no export."""
    survey = _Survey()
    for line in lines:
        survey.look_at(line)
    return survey.result()


def read(lines: Iterable[str], dialect: Dialect, zone: ZoneInfo) -> Iterator[Exported]:
    """Messages in the order of the file. A wall time that comes twice is the first of the two."""
    keys = _Keys()
    draft: _Draft | None = None
    orphan = "stands before the first message"
    for number, line in enumerate(lines, 1):
        header = read_header(line, dialect.shape.form)
        if header is None or header.shape != dialect.shape:
            if draft is not None and draft.add(line):
                continue
            if line.strip():
                why = orphan if draft is None else "goes on past the longest message there can be"
                yield BadLine(number, shorten(line, _SHOWN), why)
            continue
        if draft is not None:
            yield draft.finished(dialect, zone, keys)
        wall = header.wall(dialect.order)
        draft = _Draft(number, wall, [header.rest]) if wall else None
        if draft is None:
            yield BadLine(number, shorten(line, _SHOWN), "has no such date or time")
            orphan = "belongs to a line that was not understood"
    if draft is not None:
        yield draft.finished(dialect, zone, keys)


@dataclass(slots=True)
class _Draft:
    """A message whose further lines are still to come."""

    line: int
    wall: datetime
    lines: list[str]
    length: int = 0

    def add(self, line: str) -> bool:
        """False where the message would become longer than any can be."""
        if self.length + len(line) >= MAX_TEXT:
            self.length = MAX_TEXT
            return False
        self.length += len(line) + 1
        self.lines.append(line)
        return True

    def finished(self, dialect: Dialect, zone: ZoneInfo, keys: "_Keys") -> Exported:
        rest = "\n".join(self.lines)
        body = read_body(rest, dialect.names)
        at = self.wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        key = keys.of(self.wall, body)
        if body.author is None:
            return SystemLine(self.line, key, at, body.text)
        return ExportedMessage(
            self.line, key, at, body.author, body.text, body.media, body.edited, body.deleted
        )


class _Keys:
    """Numbers equal messages, so that "ok" twice in a minute is two. Forgets the oldest.

    The wall time counts and not the instant, and author and text are one: the same file read in
    another zone, or with another idea of where a name ends, is the same chat.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[str, int] = OrderedDict()

    def of(self, wall: datetime, body: Body) -> str:
        words = body.text if body.author is None else f"{body.author}: {body.text}"
        base = hashlib.sha256(f"{wall.isoformat()}\0{words}".encode()).hexdigest()
        ordinal = self._seen.pop(base, 0) + 1
        self._seen[base] = ordinal
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return base if ordinal == 1 else hashlib.sha256(f"{base}\0{ordinal}".encode()).hexdigest()


@dataclass(slots=True)
class _Survey:
    """What a first pass over the file learns."""

    shape: Shape | None = None
    example: str = ""
    fits: Counter[DateOrder] = field(default_factory=Counter)
    fits_alone: Counter[DateOrder] = field(default_factory=Counter)
    names: dict[str, "_Name"] = field(default_factory=dict)

    def look_at(self, line: str) -> None:
        header = any_header(line) if self.shape is None else read_header(line, self.shape.form)
        if header is None or (self.shape is not None and header.shape != self.shape):
            return
        orders = _plausible(header)
        if not orders:
            return
        self.shape = header.shape
        self.example = self.example or header.shape.separator.join(header.date)
        self.fits.update(orders)
        if len(orders) == 1:
            self.fits_alone.update(orders)
        self._note_name(header.rest)

    def result(self) -> Dialect | InDoubt:
        if self.shape is None:
            raise Invalid("file", "holds no message as WhatsApp exports them", code="not_an_export")
        names = tuple(sorted(found for name in self.names.values() if (found := name.whole())))
        possible = [order for order, _ in (self.fits_alone or self.fits).most_common()]
        dialect = Dialect(self.shape, possible[0], names)
        if len(possible) == 1 or self._outnumbered():
            return dialect
        return InDoubt(tuple(sorted(possible)), self.example, dialect)

    def _outnumbered(self) -> bool:
        """A few odd lines do not make thousands of clear ones doubtful."""
        counts = [count for _, count in self.fits_alone.most_common(2)]
        return len(counts) == 2 and counts[0] >= _MAJORITY * counts[1]

    def _note_name(self, rest: str) -> None:
        first, colon, said = split_author(rest)
        if colon and (first in self.names or len(self.names) < _MAX_NAMES):
            self.names.setdefault(first, _Name(first)).note(said)


@dataclass(slots=True)
class _Name:
    """A name up to its first ": ", and how every message of that person goes on."""

    first: str
    messages: int = 0
    always: list[str] | None = None

    def note(self, said: str) -> None:
        self.messages += 1
        further = said.split(": ", 4)[:-1]
        if self.always is None:
            self.always = further
        else:
            same = [a == b for a, b in zip(self.always, further, strict=False)]
            self.always = self.always[: same.index(False) if False in same else len(same)]

    def whole(self) -> str | None:
        """The longer name, where every message goes on in the same way."""
        if self.messages < _ENOUGH or not self.always:
            return None
        name = long_name([self.first, *self.always])
        return name if len(name) <= _LONGEST_NAME else None


def _plausible(header: Header) -> frozenset[DateOrder]:
    """26/11/21 is a year first only where Chinese stands beside it: else every date would be in doubt."""
    orders = header.orders()
    if header.shape.year_digits == 2 and not header.chinese:
        return orders - {DateOrder.YMD}
    return orders
