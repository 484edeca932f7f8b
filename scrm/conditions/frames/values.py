"""The words of asking about the past."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from scrm.kernel.terms import folded

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Moment(Generic[Key]):
    """A person at a time. Where an event is in hand, `at` is its time, and what happened at the same
    time and was recorded after it has not happened yet."""

    key: Key
    contact_id: int
    at: datetime
    event_id: int | None = None


@dataclass(frozen=True)
class InHand:
    """What the event in hand is about; of an event that is no message's, nothing. `text` is None
    where the message says nothing, for it was deleted or is no person's."""

    text: str | None = None
    is_of_message: bool = False
    conversation_id: int | None = None
    channel_id: int | None = None

    @cached_property
    def folded(self) -> str:
        """The text as keywords are looked for in it, folded once for all who look."""
        return folded(self.text or "")
