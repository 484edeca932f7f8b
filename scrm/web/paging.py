"""Cursors: where a list goes on, opaque to clients."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from scrm.kernel.errors import Invalid
from scrm.web.values import MOST_ITEMS

Limit = Annotated[int, Field(ge=1, le=MOST_ITEMS)]
DEFAULT_LIMIT = 50


def cursor_of(place: Sequence[int] | None) -> str | None:
    if place is None:
        return None
    return urlsafe_b64encode(",".join(map(str, place)).encode()).decode().rstrip("=")


def place_of(cursor: str | None, length: int) -> tuple[int, ...] | None:
    """The numbers in a cursor of ours; raises Invalid for anything else."""
    if not cursor:
        return None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        place = tuple(int(part) for part in text.split(","))
    except (Error, ValueError, UnicodeDecodeError):
        raise Invalid("cursor", "is not one of ours") from None
    if len(place) != length or any(abs(number) >= 2**63 for number in place):
        raise Invalid("cursor", "is not one of ours")
    return place
