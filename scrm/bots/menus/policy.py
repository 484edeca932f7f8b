"""Answers as a person reads them: in their language, with buttons or with numbers. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from scrm.bots.choosing.values import Offered
from scrm.bots.values import Answer, Choice, Wording

_NUMBER = re.compile(r"\s*[(（]?([0-9]{1,2})[)）]?[\s.。,，、!！]*")


def worded(wording: Wording, language: str) -> str:
    """The text in this language, or else the first."""
    texts = dict(wording)
    return texts.get(language) or next(iter(texts.values()), "")


def offered(answer: Answer, language: str) -> tuple[Offered, ...]:
    """The choices that come back as messages; a link does not."""
    return tuple(
        Offered(worded(one.label, language), one.value) for one in answer.buttons if not one.url
    )


def content(answer: Answer, language: str, *, has_buttons: bool) -> Mapping[str, Any]:
    """Text and buttons; on a channel without buttons a list, whose numbers are understood."""
    text = worded(answer.text, language)
    if has_buttons or not answer.buttons:
        buttons = tuple(_button(one, language) for one in answer.buttons)
        return {"text": text, "format": answer.format, "buttons": buttons}
    return {
        "text": "\n".join([text, "", *_lines(answer.buttons, language)]),
        "format": answer.format,
    }


def _button(one: Choice, language: str) -> dict[str, str]:
    target = {"url": one.url} if one.url else {"value": one.value}
    return {"label": worded(one.label, language)} | target


def _lines(buttons: Sequence[Choice], language: str) -> list[str]:
    lines, number = [], 0
    for one in buttons:
        label = worded(one.label, language)
        if one.url:
            lines.append(f"{label}: {one.url}")
        else:
            number += 1
            lines.append(f"{number}. {label}")
    return lines


def chosen(said: str, menu: Sequence[Offered]) -> Offered | None:
    """The choice whose number somebody wrote, such as “2”, “２。” or “(2)”."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", said))
    number = int(found[1]) if found else 0
    return menu[number - 1] if 1 <= number <= len(menu) else None
