"""Words that schedules and sending windows share."""

from datetime import date
from enum import StrEnum


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return _WEEK[day.weekday()]


_WEEK = tuple(Weekday)
EVERY_DAY = frozenset(Weekday)
