"""Decisions about import jobs."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from scrm.imports.values import DateOrder, Dialect, InDoubt, Question
from scrm.kernel.errors import Invalid
from scrm.kernel.text import clean
from scrm.kernel.zones import find_zone

KINDS = ("whatsapp",)
FIELDS = ("me", "timezone", "date_order")
MOST_TRIES = 5
"""Starts without progress after which a file is taken to be what ends the process."""


def require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Invalid("kind", f"is one of {', '.join(KINDS)}")


def good_answers(given: Mapping[str, str | None]) -> dict[str, str]:
    """What a person said about an export, checked; raises Invalid."""
    answers = {name: clean(value).strip() for name, value in given.items() if value}
    for name in answers:
        if name not in FIELDS:
            raise Invalid(name, f"is none of {', '.join(FIELDS)}")
    if zone := answers.get("timezone"):
        zone_of(zone)
    if (order := answers.get("date_order")) and order not in list(DateOrder):
        raise Invalid("date_order", f"is one of {', '.join(DateOrder)}")
    return answers


def zone_of(name: str) -> ZoneInfo:
    zone = find_zone(name)
    if zone is None:
        raise Invalid("timezone", "is no time zone such as Asia/Shanghai")
    return zone


def dialect_of(found: Dialect | InDoubt, said: str) -> Dialect | Question:
    """How the file is to be read; what a person said counts only where the file leaves a doubt."""
    if isinstance(found, InDoubt):
        if said:
            return found.settle(DateOrder(said))
        return Question("date_order", tuple(found.choices), found.example)
    if said and found.order != said:
        raise Invalid(
            "date_order", f"{said} does not fit: the dates of this file are {found.order}"
        )
    return found
