"""The words of short links."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

PATH = "/l/"
"""Where the hub answers to them."""
MOST_LINKS = 200
"""Of one campaign over all its versions; what is beyond goes as it was written."""
AGAIN = timedelta(seconds=10)
"""Who follows one link twice within this has done so once."""


class Short(NamedTuple):
    """What a short link says: whose message it stood in, and which of the campaign's links it was."""

    message_id: int
    number: int


class By(StrEnum):
    """Who asked for a link: somebody, or a program that looks where it leads."""

    PERSON = "person"
    SCANNER = "scanner"


class Followed(NamedTuple):
    """What a short link stands for, and whose it is; nobody's any more when they were erased."""

    url: str
    campaign_id: int
    version_id: int
    occurrence_id: int
    step: int
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of a campaign: how many people followed it, how often, and how often a program did."""

    number: int
    url: str
    people: int
    clicks: int
    scans: int
