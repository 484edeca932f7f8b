"""The words of the organisation's rules for marketing."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _in_order(days: list[Weekday]) -> list[Weekday]:
    return sorted(set(days), key=WEEKDAYS.index)


Weekdays = Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_in_order)]


class QuietHours(BaseModel):
    """Marketing is sent from `opens` to `closes`, by the clock at the person's place, on days that
    begin on one of `weekdays`; outside it is quiet. What closes before it opens closes on the next
    day."""

    model_config = _STRICT

    opens: Annotated[str, Field(pattern=_TIME)] = "09:00"
    closes: Annotated[str, Field(pattern=_TIME)] = "20:00"
    weekdays: Weekdays = Field(default_factory=lambda: list(WEEKDAYS))

    @model_validator(mode="after")
    def _differ(self) -> "QuietHours":
        if self.opens == self.closes:
            raise ValueError("must close at another time than it opens")
        return self


class Caps(BaseModel):
    """The most marketing messages that one person gets, over all channels and campaigns, in any 24
    hours and in any seven days; None: as many as there are."""

    model_config = _STRICT

    day: Annotated[int, Field(ge=1, le=100)] | None = 1
    week: Annotated[int, Field(ge=1, le=500)] | None = 4


class Sending(BaseModel):
    """No `quiet_hours`: at any time. `hold_after_answer` is in hours; 0: not at all."""

    model_config = _STRICT

    quiet_hours: QuietHours | None = QuietHours()
    caps: Caps = Caps()
    hold_after_answer: Annotated[int, Field(ge=0, le=720)] = 24


@dataclass(frozen=True, slots=True)
class SendingView:
    """The organisation's rules for marketing: `quiet_hours` with `opens`, `closes` and `weekdays`, or
    null; `caps` by `day` and `week`; `hold_after_answer` in hours."""

    quiet_hours: dict[str, Any] | None
    caps: dict[str, int | None]
    hold_after_answer: int
