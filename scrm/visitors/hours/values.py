"""The words of office hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Protocol):
    """As a site's settings say it: HH:MM in `zone`, days as YYYY-MM-DD. No week means always."""

    @property
    def zone(self) -> str: ...
    @property
    def week(self) -> Mapping[Any, Sequence[tuple[str, str]]]: ...
    @property
    def closed(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody is there now; and if not, from when on. None: not in the time to come."""

    is_open: bool
    opens_at: datetime | None = None
