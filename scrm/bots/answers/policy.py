"""From JSON to what the bot says. Pure; what each part means: docs/reference/bots.md."""

import re

from scrm.bots.values import Answer, Choice, Wording
from scrm.conditions.places.policy import Fields, Place, list_at, listed, meant, text_at

MOST_BUTTONS = 20
LONGEST_TEXT = 4_000
LONGEST_LABEL = 60
LONGEST_VALUE = 64  # bytes; Telegram takes no more
LONGEST_URL = 2_000
_FORMATS = ("plain", "light")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def answer_at(value: object, place: Place) -> Answer:
    fields = Fields(value, place, ("text", "format", "buttons"))
    text = (
        _wording(fields["text"], fields.at("text"), LONGEST_TEXT) if isinstance(value, dict) else ()
    )
    format_ = word_at(fields, "format", "plain", _FORMATS)
    if "buttons" not in fields:
        return Answer(text, format_)
    items = list_at(fields["buttons"], fields.at("buttons"), MOST_BUTTONS)
    spot = fields.at("buttons")
    return Answer(
        text, format_, tuple(_choice(one, n, spot.step(n)) for n, one in enumerate(items))
    )


def _choice(value: object, number: int, place: Place) -> Choice:
    fields = Fields(value, place, ("label", "value", "url"))
    label = _wording(fields["label"], fields.at("label"), LONGEST_LABEL)
    if "url" not in fields:
        given = (
            value_at(fields["value"], fields.at("value")) if "value" in fields else str(number + 1)
        )
        return Choice(label, given)
    url = fields.text("url", LONGEST_URL)
    if "value" in fields:
        fields.at("value").wrong("can't stand beside url: a button does one of both")
    if url and not re.match(r"https?://[^\s/]", url):
        fields.at("url").wrong("has to begin with https:// or http://")
    return Choice(label, url=url)


def _wording(value: object, place: Place, longest: int) -> Wording:
    """One text, or one per language."""
    if not isinstance(value, dict):
        return (("", text_at(value, place, longest)),)
    if not value:
        place.wrong(f"is empty; write a text, or one for each of {listed(['en', 'zh'])}")
    for language in value:
        if not _LANGUAGE.fullmatch(str(language)):
            place.step(str(language)[:20]).wrong(
                "is no language; write en, zh or another such code"
            )
    return tuple(
        (str(language), text_at(text, place.step(str(language)[:20]), longest))
        for language, text in value.items()
    )


def value_at(value: object, place: Place) -> str:
    text = text_at(value, place, LONGEST_VALUE)
    if len(text.encode(errors="replace")) > LONGEST_VALUE:
        place.wrong(f"is longer than {LONGEST_VALUE} bytes; write a short word for it")
    return text


def word_at(fields: Fields, name: str, default: str, known: tuple[str, ...]) -> str:
    if name not in fields:
        return default
    word = fields.text(name)
    if word and word not in known:
        fields.at(name).wrong(f"is not known here; {meant(word, list(map(str, known)))}")
    return word if word in known else default
