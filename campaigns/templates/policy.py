"""From JSON to what a campaign says of its template, and what a template may say. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.messages import policy as messages
from campaigns.messages.policy import id_at
from campaigns.messages.values import Message
from campaigns.templates.values import LONGEST_NAME
from scrm.conditions.places.policy import Fields, Place, Reading, kind_of, text_at
from scrm.kernel.errors import Mistake

HIGHEST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Use:
    """Which template, and which of its versions; None for the one that is published."""

    template_id: int
    version: int | None


def look(name: object, message: object) -> tuple[str, Message, list[Mistake]]:
    """What a draft says, which may be without words yet, and all that is wrong with it."""
    place = Place(Reading(()))
    text = text_at(name, place.step("name"), LONGEST_NAME)
    found = Message("")
    if message != {}:
        found = messages.read(message, place.step("message"))
    return text.strip(), found, place.reading.mistakes


def use(value: object, place: Place) -> Use | None:
    """None where it is wrong, of which the place is told."""
    before = len(place.reading.mistakes)
    fields = Fields(value, place, ("id", "version"))
    if not isinstance(value, dict):
        return None
    template_id = id_at(fields["id"], fields.at("id"), "template")
    number = fields["version"]
    if number is not None and not _is_number(number):
        fields.at("version").wrong(f"has to be the number of a version, not {kind_of(number)}")
    if len(place.reading.mistakes) > before:
        return None
    return Use(template_id, number if isinstance(number, int) else None)


def use_of(draft: Mapping[str, Any]) -> Use | None:
    """Of a draft; None also where it is wrong, which others tell."""
    value = draft.get("template")
    return None if value is None else use(value, Place(Reading(())))


def _is_number(value: object) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and 1 <= int(str(value)) <= HIGHEST_NUMBER
