"""Decisions about what may be kept of a person."""

from typing import Any

from scrm.kernel.errors import Invalid
from scrm.kernel.zones import find_zone

MOST_ATTRIBUTES = 100
LONGEST_NAME = 60
LONGEST_VALUE = 2_000


def require_good(values: dict[str, Any]) -> None:
    """Raises Invalid for a zone that does not exist and for attributes out of bounds."""
    if zone := values.get("zone"):
        _require_zone(zone)
    attributes = values.get("attributes") or {}
    if len(attributes) > MOST_ATTRIBUTES:
        raise Invalid("attributes", f"are more than {MOST_ATTRIBUTES}")
    for name, value in attributes.items():
        if not 0 < len(name) <= LONGEST_NAME:
            raise Invalid("attributes", f"need names of 1 to {LONGEST_NAME} characters")
        if value is not None and not isinstance(value, str | int | float | bool | list):
            raise Invalid(f"attributes.{name}", "is no text, number, yes/no or list")
        if len(str(value)) > LONGEST_VALUE:
            raise Invalid(f"attributes.{name}", f"is longer than {LONGEST_VALUE} characters")


def _require_zone(zone: str) -> None:
    if find_zone(zone) is None:
        raise Invalid("zone", "is no time zone such as Asia/Shanghai")
