"""What names a tag: campaigns that are being written, and those that have still to ask for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from campaigns.definition.policy import look
from campaigns.definition.values import InSegment
from campaigns.uses import store
from campaigns.values import Wish
from scrm.conditions.touching.policy import touches
from scrm.contacts.tags.values import Use
from scrm.journal.values import KNOWN


def uses_of_tags(session: Session) -> list[Use]:
    """Each once. Who is frozen was asked already."""
    found = [
        Use(tag, "campaign", one.id, one.name, _state(one.wish), "asks")
        for one in store.asking(session)
        for definition in (one.draft, one.in_force)
        for tag in _tags(definition)
    ]
    return list(dict.fromkeys(found))


def _state(wish: str) -> str:
    return "paused" if wish == Wish.PAUSED else ""


def _tags(definition: Mapping[str, Any] | None) -> Iterator[str]:
    if definition is None:
        return
    found, _ = look(dict(definition), KNOWN, whole=False)  # what is wrong in it asks for nothing
    for audience in (found.audience, found.exclude):
        if audience is not None and not isinstance(audience, InSegment):
            yield from sorted(touches(audience).tags)
