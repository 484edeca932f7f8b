"""What a customer says next: read from the chat itself, so that a second run goes on where the
first one stopped and nothing is kept beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Cue(StrEnum):
    """What a line waits for, before its own pause."""

    OPENING = "opening"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"  # said only when nobody answers for so long
    COLLEAGUE = "colleague"  # not the customer but somebody of the shop says it


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said. `after`: seconds, at speed 1. Words are unlike any other of the story."""

    cue: Cue
    after: float
    words: str = ""
    kind: str = "text"
    by: str = ""
    file: str = ""
    place: tuple[float, float] | None = None

    @property
    def mark(self) -> str:
        """By what it is known again in a chat."""
        return self.words or self.kind


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody of the cast. Who is on a `page` of the shop's site writes from there, others by
    phone."""

    first_name: str
    last_name: str
    username: str
    language: str
    lines: tuple[Line, ...] = ()
    page: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a chat: its words, or its kind where it has none."""

    by_shop: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Step:
    """The next line, and whether what it waits for has come."""

    line: Line
    ready: bool


def next_step(lines: Sequence[Line], chat: Sequence[Said]) -> Step | None:
    """None at the end of the story."""
    place = 0  # behind the customer's last line; a colleague's counts as an answer to it
    for line in lines:
        found = _position(line, chat, place)
        if found is not None:
            place = found if line.cue is Cue.COLLEAGUE else found + 1
            continue
        answered = any(said.by_shop for said in chat[place:])
        if line.cue is Cue.UNANSWERED and answered:
            continue
        return Step(line, line.cue is not Cue.ANSWERED or answered)
    return None


def _position(line: Line, chat: Sequence[Said], start: int) -> int | None:
    by_shop = line.cue is Cue.COLLEAGUE
    for place in range(start, len(chat)):
        if chat[place] == Said(by_shop, line.mark):
            return place
    return None
