"""The words of imports. Times are aware UTC; line numbers count from 1."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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


Exported = ExportedMessage | SystemLine | BadLine
