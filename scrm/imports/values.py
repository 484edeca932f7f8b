"""The words of imports. Times are aware UTC; line numbers count from 1."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from scrm.kernel.errors import Invalid


class DateOrder(StrEnum):
    """How an export writes 21 November 2026: 21/11/2026, 11/21/2026 or 2026/11/21."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Form(StrEnum):
    """`[date, time] Ada: hi` (iOS) or `date, time - Ada: hi` (Android)."""

    BRACKETS = "brackets"
    DASH = "dash"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the beginnings of all messages of one file share; a pasted line of another chat differs."""

    form: Form
    separator: str
    year_digits: int
    seconds: bool


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a file. `names` are those with ": " inside, which would be cut short."""

    shape: Shape
    order: DateOrder
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Every date of the file can be read in more than one order: a person must say."""

    choices: tuple[DateOrder, ...]
    example: str
    dialect: Dialect

    def settle(self, order: DateOrder) -> Dialect:
        if order not in self.choices:
            raise Invalid("date_order", f"{order} does not fit dates such as {self.example}")
        return replace(self.dialect, order=order)


@dataclass(frozen=True, slots=True)
class MediaNote:
    """A file that was part of the message; `name` is "" where the export left it out."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ExportedMessage:
    """`key` is the same in every later export of the same chat."""

    line: int
    key: str
    at: datetime
    author: str
    text: str
    media: MediaNote | None = None
    edited: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class SystemLine:
    """WhatsApp's own words: encryption, groups, numbers that changed."""

    line: int
    key: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not understood; at most 200 characters of it."""

    line: int
    text: str
    why: str


Written = ExportedMessage | SystemLine
Exported = Written | BadLine


class ImportState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    NEEDS_ANSWER = "needs_answer"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say before an import can go on; `example` shows why it is asked."""

    field: str
    choices: tuple[str, ...]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found and did. `added + already == messages`; WhatsApp's own words are `system`."""

    messages: int
    added: int
    already: int
    people: list[str]
    system: int
    media_omitted: int
    first_at: datetime | None
    last_at: datetime | None
    bad_lines: list[BadLine]
    bad_line_count: int
    channel_id: int | None = None
    conversation_id: int | None = None

    def described(self) -> dict[str, Any]:
        """As it is kept and shown."""
        return {
            "messages": self.messages,
            "added": self.added,
            "already": self.already,
            "people": self.people,
            "system": self.system,
            "media_omitted": self.media_omitted,
            "from": _moment(self.first_at),
            "to": _moment(self.last_at),
            "bad_lines": [
                {"line": one.line, "text": one.text, "why": one.why} for one in self.bad_lines
            ],
            "bad_line_count": self.bad_line_count,
            "channel_id": _text(self.channel_id),
            "conversation_id": _text(self.conversation_id),
        }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import to read; `progress` is 0 to 1."""

    id: str
    kind: str
    file_name: str
    state: str
    progress: float
    question: dict[str, Any] | None
    report: dict[str, Any] | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None
