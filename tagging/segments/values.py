"""The words of segments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrm.contacts.reading.values import ContactView

TOPIC = "segments"


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment to read. `reading` says in words whom it means; `count` is null where nobody
    counted, which is so in the answer to a write, or where it can't be: then `trouble` says why.
    `unkept`, where it is not empty, says why nobody is told who comes and goes."""

    id: str
    name: str
    definition: dict[str, Any]
    reading: str
    count: int | None
    trouble: str
    unkept: str
    created_by: str | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewView:
    """Whom a condition means: in words, how many, and the newest of them."""

    reading: str
    count: int
    sample: list[ContactView]


@dataclass(frozen=True, slots=True)
class WholeSegmentView:
    """A segment with the newest of its people."""

    segment: SegmentView
    sample: list[ContactView]
