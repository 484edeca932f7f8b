"""The words of links."""

from datetime import datetime, timedelta
from typing import NamedTuple

LIVES = timedelta(minutes=30)
"""Long enough to find one's phone, too short to be found in somebody's history."""


class Started(NamedTuple):
    """Somebody came by a link, and the message that says so."""

    identity_id: int
    token: str
    message_id: int


class Standing(NamedTuple):
    """One of two people, as far as it matters to which of them stays. `named` is True for who goes
    by a name, and not by one that a channel made up."""

    contact_id: int
    named: bool
    first_seen: datetime
