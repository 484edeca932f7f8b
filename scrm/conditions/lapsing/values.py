"""The words of lapsing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a condition holds of somebody at a moment. Unless something happens to them, it stays
    so until `changes_at`, at which it has to be asked again; where that is None, for good."""

    holds: bool
    changes_at: datetime | None = None
