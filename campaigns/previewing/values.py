"""The words of previews."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ChannelPreview:
    """What a channel makes of a message: it goes in so many `parts`, each a message of its own, for
    the platform takes `limit` of `unit` (characters or utf16) at once and the text has `length`.
    `refused` says why it would not go at all; empty where it goes."""

    channel_id: str
    name: str
    platform: str
    length: int
    limit: int
    unit: str
    parts: int
    refused: str


@dataclass(frozen=True, slots=True)
class PreviewView:
    """`text` is null where the person has no value for the variable that `lacks` names: they would get
    no message."""

    text: str | None
    lacks: str = ""
    channels: list[ChannelPreview] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A message to one person, as a delivery would keep it; `lacks` is a variable's name."""

    content: dict[str, Any]
    lacks: str
