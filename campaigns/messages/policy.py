"""From JSON to a message. Pure; what each part means: docs/reference/campaigns.md."""

import re
from collections.abc import Collection, Iterable

from campaigns.messages.values import Message
from scrm.channels.outbound import Button
from scrm.conditions.places.policy import Fields, Place, kind_of, list_at, listed, meant, text_at
from scrm.kernel.errors import Mistake
from scrm.rendering.messages.values import LONGEST_SOURCE, Variable
from scrm.web.bodies import LARGEST_ID

MOST_BUTTONS = 20
LONGEST_LABEL = 60
LONGEST_VALUE = 64  # bytes; Telegram takes no more
LONGEST_URL = 2_000
_FORMATS = ("plain", "light")


def read(value: object, place: Place) -> Message:
    fields = Fields(value, place, ("text", "format", "buttons", "attachments"))
    if not isinstance(value, dict):
        return Message("")
    buttons: list[Button] = []
    if "buttons" in fields:
        items = list_at(fields["buttons"], fields.at("buttons"), MOST_BUTTONS)
        buttons = [_button(one, fields.at("buttons").step(n)) for n, one in enumerate(items)]
        values = [one.value for one in buttons if one.value]
        if len(set(values)) < len(values):
            fields.at("buttons").wrong("has two buttons of one value; give each its own")
    attachment = None
    if "attachments" in fields:
        spot = fields.at("attachments")
        ids = [id_at(one, spot.step(0), "file") for one in list_at(fields["attachments"], spot, 1)]
        attachment = ids[0] if ids else None
    text = fields.text("text", LONGEST_SOURCE)
    return Message(text, word_at(fields, "format", _FORMATS), tuple(buttons), attachment)


def _button(value: object, place: Place) -> Button:
    fields = Fields(value, place, ("label", "value", "url"))
    label = fields.text("label", LONGEST_LABEL) if isinstance(value, dict) else ""
    which = fields.one_of(("value", "url")) if isinstance(value, dict) else ""
    if which == "value":
        given = fields.text("value", LONGEST_VALUE)
        if len(given.encode()) > LONGEST_VALUE:
            fields.at("value").wrong(f"is longer than {LONGEST_VALUE} bytes; write a short word")
        return Button(label, value=given)
    url = fields.text("url", LONGEST_URL) if which else ""
    if url and not re.match(r"https?://[^\s/]", url):
        fields.at("url").wrong("has to begin with https:// or http://")
    return Button(label, url=url)


def id_at(value: object, place: Place, of_what: str) -> int:
    text = text_at(value, place, 20)
    if text and not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_ID):
        place.wrong(f"is no id of a {of_what}; ids are texts of digits")
        return 0
    return int(text or 0)


def word_at(fields: Fields, name: str, known: tuple[str, ...]) -> str:
    """One of `known`; the first of them where it is not given."""
    value = fields[name]
    if name not in fields or (isinstance(value, str) and value in known):
        return str(value) if name in fields else known[0]
    words = [str(one) for one in known]
    why = meant(value, words) if isinstance(value, str) else f"write {listed(words)}"
    not_a_text = "" if isinstance(value, str) else f", but {kind_of(value)}"
    fields.at(name).wrong(f"is none of its words{not_a_text}; {why}")
    return known[0]


def unknown(variables: Iterable[Variable], known: Collection[str]) -> list[Mistake]:
    """Variables that nobody ever fills in, and what to write instead; a person may have attributes of
    any name."""
    return [
        Mistake(
            "message.text",
            f"is wrong in line {one.line}: it asks for {one.name[:60]}, which nobody has; "
            f"{meant(one.name, known)}",
        )
        for one in variables
        if one.path[0] != "contact" and one.name not in known
    ]
