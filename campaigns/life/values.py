"""The words of campaigns at work."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.values import Resend


@dataclass(frozen=True, slots=True)
class Again:
    """To whom of which earlier occurrence, None for the newest, it goes once more. `receipts` are the
    channels whose platforms say what was read."""

    whom: Resend
    receipts: Sequence[int] = ()
    of: int | None = None
