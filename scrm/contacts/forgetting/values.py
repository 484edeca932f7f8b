"""The words of forgetting."""

from typing import NamedTuple


class Address(NamedTuple):
    """An address of somebody who is to be forgotten, on a channel of this platform."""

    identity_id: int
    channel_id: int
    platform: str
    external_id: str
    is_archive: bool
