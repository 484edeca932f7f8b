"""The words of files."""

from dataclasses import dataclass
from enum import StrEnum


class FileState(StrEnum):
    PENDING = "pending"
    STORED = "stored"
    FAILED = "failed"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to read. `size` in bytes, `duration` in seconds, 0 where unknown."""

    id: str
    kind: str
    name: str
    media_type: str
    size: int
    state: str
    reason: str
    width: int
    height: int
    duration: int
    url: str
