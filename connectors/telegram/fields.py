"""Reading Telegram's JSON strictly where a mistake would harm, and gently where it would not."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from scrm.channels.failures import MalformedPayload
from scrm.kernel.text import clean

Json = Mapping[str, Any]
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z, the last that a datetime can hold


def integer(source: Json, name: str) -> int:
    """A signed 64-bit whole number. Floats, booleans and digits in a string are no ids."""
    value = source.get(name)
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise MalformedPayload(f"{name} is not a 64-bit integer")
    return value


def moment(source: Json, name: str) -> datetime:
    seconds = integer(source, name)
    if not 0 <= seconds <= _LAST_SECOND:
        raise MalformedPayload(f"{name} is not a date")
    return datetime.fromtimestamp(seconds, UTC)


def table(source: Json, name: str) -> Json:
    """An object that must be there."""
    value = source.get(name)
    if not isinstance(value, dict):
        raise MalformedPayload(f"{name} is not an object")
    return value


def optional_table(source: Json, name: str) -> Json:
    """An object that may be missing; then an empty one."""
    return table(source, name) if source.get(name) is not None else {}


def tables(source: Json, name: str) -> list[Json]:
    """A list of objects; a missing one is empty."""
    value = source.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise MalformedPayload(f"{name} is not a list of objects")
    return value


def required_text(source: Json, name: str) -> str:
    value = source.get(name)
    if not isinstance(value, str) or not value:
        raise MalformedPayload(f"{name} is not a text")
    return clean(value)


def text(source: Json, name: str) -> str:
    """A text that only describes; "" where it is missing or something else."""
    value = source.get(name)
    return clean(value) if isinstance(value, str) else ""


def count(source: Json, name: str) -> int:
    """A size or duration that only describes; 0 where it is missing or makes no sense."""
    value = source.get(name)
    return value if type(value) is int and 0 <= value < 2**63 else 0


def file_name(name: str) -> str:
    """The last part of what somebody calls a path, without control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable()).strip()
