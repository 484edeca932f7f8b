"""How a message begins in a WhatsApp export: its date and time, in the phone's own way."""

import re
from dataclasses import dataclass
from datetime import datetime

from scrm.imports.values import DateOrder, Form, Shape

MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Invisible marks of direction, as a character class."""
_GAP = "[ \u00a0\u202f]"
_MORNING = "上午|凌晨|清晨|早上|午前|오전|午夜"
_LATER = "中午|下午|傍晚|晚上|午後|오후"
_DATE = (
    r"(?:(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    rf"|(?P<a>\d{{1,4}})(?P<separator>[/.-]){_GAP}?(?P<b>\d{{1,2}})(?P=separator){_GAP}?"
    r"(?P<c>\d{1,4})\.?)"
)
_TIME = (
    rf"(?:(?P<word>{_MORNING}|{_LATER}){_GAP}?)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    rf"(?:{_GAP}?(?P<half>[aApP])\.?{_GAP}?[mM]\.?)?"
)
_HEADERS = {
    Form.BRACKETS: re.compile(
        rf"[{MARKS}]*\[{_DATE},?{_GAP}{_TIME}\]{_GAP}(?P<rest>.*)", re.DOTALL
    ),
    Form.DASH: re.compile(
        rf"[{MARKS}]*{_DATE},?{_GAP}{_TIME}{_GAP}[-–]{_GAP}(?P<rest>.*)", re.DOTALL
    ),
}
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of a message; `date` is three numbers as written, from left to right."""

    shape: Shape
    date: tuple[str, str, str]
    time: tuple[int, int, int]
    chinese: bool
    rest: str

    def orders(self) -> frozenset[DateOrder]:
        """The orders in which the numbers are a date and the time a time."""
        return frozenset(order for order in DateOrder if self.wall(order) is not None)

    def wall(self, order: DateOrder) -> datetime | None:
        """The wall time in this order, None where there is none such."""
        year, month, day = _arranged(self.date, order)
        if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
            return None
        full_year = int(year) + (CENTURY if len(year) == 2 else 0)
        try:
            return datetime(full_year, int(month), int(day), *self.time)  # noqa: DTZ001 - wall time
        except ValueError:
            return None


def read_header(line: str, form: Form) -> Header | None:
    match = _HEADERS[form].match(line)
    if match is None:
        return None
    date = (match["a"] or match["year"], match["b"] or match["month"], match["c"] or match["day"])
    shape = Shape(
        form=form,
        separator=match["separator"] or "年",
        year_digits=4 if max(len(date[0]), len(date[2])) == 4 else 2,
        seconds=match["second"] is not None,
    )
    hour = _hour(int(match["hour"]), match["half"] or "", match["word"] or "")
    time = (hour, int(match["minute"]), int(match["second"] or 0))
    return Header(shape, date, time, match["word"] is not None, match["rest"])


def any_header(line: str) -> Header | None:
    return read_header(line, Form.BRACKETS) or read_header(line, Form.DASH)


def _arranged(date: tuple[str, str, str], order: DateOrder) -> tuple[str, str, str]:
    first, second, third = date
    match order:
        case DateOrder.DMY:
            return third, second, first
        case DateOrder.MDY:
            return third, first, second
        case DateOrder.YMD:
            return first, second, third


def _hour(hour: int, half: str, word: str) -> int:
    """On a 24-hour clock; a number that no clock shows is left for the date to refuse."""
    if hour > 12 or not (half or word):
        return hour
    if word == "中午":
        return hour if hour >= 11 else hour + 12
    if half.lower() == "a" or word in _MORNING.split("|"):
        return hour % 12
    if word == "晚上" and hour == 12:
        return 0  # twelve at night begins the day that is written
    return hour % 12 + 12
