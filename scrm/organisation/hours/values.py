"""The words of office hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Protocol):
    """As a site or the organisation says it: HH:MM in `zone`, days as YYYY-MM-DD. No week means
    always; a day in `days` has its own shifts, whatever the week says."""

    @property
    def zone(self) -> str: ...
    @property
    def week(self) -> Mapping[Any, Sequence[tuple[str, str]]]: ...
    @property
    def closed(self) -> Sequence[str]: ...
    @property
    def days(self) -> Mapping[str, Sequence[tuple[str, str]]]: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody is there now; and if not, from when on. None: not in the time to come."""

    is_open: bool
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoursView:
    """The organisation's hours, in its own zone unless they name one; and whether it is open now,
    or else from when on, null where that lies too far ahead."""

    hours: dict[str, Any]
    zone: str
    open: bool
    opens_at: datetime | None
