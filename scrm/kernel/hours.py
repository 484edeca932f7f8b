"""When somebody is there to answer, as a person writes it down."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from scrm.kernel.zones import find_zone

MOST_SHIFTS = 6
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_END = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Shift = tuple[Annotated[str, Field(pattern=_TIME)], Annotated[str, Field(pattern=_END)]]


def _zone(value: str) -> str:
    if value and find_zone(value) is None:
        raise ValueError("must be the name of a time zone, such as Europe/Berlin")
    return value


def _ends_later(shift: Shift) -> Shift:
    """As text: HH:MM is ordered as its time is."""
    begins, ends = shift
    if ends <= begins:
        raise ValueError(
            "must end after it begins; hours past midnight end at 24:00 and go on the next day"
        )
    return shift


def _apart(shifts: list[Shift]) -> list[Shift]:
    ordered = sorted(shifts)
    for (_, ends), (begins, _) in pairwise(ordered):
        if begins < ends:
            raise ValueError("must not overlap")
    return ordered


def _real(day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise ValueError("must be a day such as 2027-12-25") from None
    return day


Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real)]


Shifts = Annotated[
    list[Annotated[Shift, AfterValidator(_ends_later)]],
    Field(max_length=MOST_SHIFTS),
    AfterValidator(_apart),
]


class Hours(BaseModel):
    """No week at all means always; a weekday that is not named, of a week, means closed. An empty
    zone is the organisation's. `closed` are holidays, `days` those with hours of their own."""

    model_config = {"extra": "forbid", "frozen": True, "hide_input_in_errors": True}

    zone: Annotated[str, Field(max_length=60), AfterValidator(_zone)] = ""
    week: dict[Weekday, Shifts] = Field(default_factory=dict)
    closed: Annotated[list[Day], Field(max_length=366)] = Field(default_factory=list)
    days: Annotated[dict[Day, Shifts], Field(max_length=366)] = Field(default_factory=dict)
