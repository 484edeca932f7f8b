"""The words of the ledger of opt-outs."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

FILE = "opt-outs.jsonl"
"""In the data folder."""
MARK = "consent.ledger"
"""What is hashed to know by which key a ledger was written."""


class Did(StrEnum):
    ENDED = "ended"
    LIFTED = "lifted"


class Line(NamedTuple):
    """A row of suppressions that came to be, or is no more. `key` is its own; `also` are the hashes of
    the person's other addresses and of their contact, by which they are found in an older database.
    It is in force since `at`; `noted` is when the row came to be, which is later where it repeats
    another's."""

    did: Did
    key: str
    purpose: str
    also: tuple[str, ...] = ()
    id: int = 0
    why: str = ""
    at: datetime | None = None
    noted: datetime | None = None


Subject = tuple[str, str]
"""A key and a purpose."""


class Restored(NamedTuple):
    """How many people have ended something again because the ledger says so, and how many lines spoke
    of somebody whom the database does not know."""

    people: int
    strangers: int
