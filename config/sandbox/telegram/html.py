"""`parse_mode=HTML`: tags become entities, with Telegram's complaints about those that do not fit."""

import re
from dataclasses import dataclass, field
from html import unescape

from config.sandbox.telegram.refusals import Refusal, bad_request
from config.sandbox.telegram.text import utf16_length
from config.sandbox.telegram.values import Json

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(?P<end>/?)\s*(?P<name>[A-Za-z-]+)(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")


@dataclass(slots=True)
class _Open:
    name: str
    offset: int
    place: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reading:
    text: str = ""
    length: int = 0
    entities: list[Json] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def add(self, piece: str) -> None:
        plain = _REFERENCE.sub(lambda match: unescape(match.group()), piece)
        self.text += plain
        self.length += utf16_length(plain)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises 400 `can't parse entities: …`."""
    reading = _Reading()
    position = 0
    while (start := source.find("<", position)) >= 0:
        reading.add(source[position:start])
        place = len(source[:start].encode())
        tag = _TAG.match(source, start)
        if tag is None:
            raise _cannot(f"Unexpected end tag or unsupported character at byte offset {place}")
        if tag["end"]:
            _close(reading, tag["name"].lower(), place)
        else:
            _open(reading, tag["name"].lower(), tag["rest"], place)
        position = tag.end()
    reading.add(source[position:])
    if reading.open:
        left = reading.open[-1].name
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{left}"')
    return reading.text, sorted(
        reading.entities, key=lambda entity: (entity["offset"], -entity["length"])
    )


def _open(reading: _Reading, name: str, rest: str, place: int) -> None:
    attributes = {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(rest)
    }
    if name not in _TAGS:
        raise _cannot(f'Unsupported start tag "{name}" at byte offset {place}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
    reading.open.append(_Open(name, reading.length, place, attributes))


def _close(reading: _Reading, name: str, place: int) -> None:
    if not reading.open:
        raise _cannot(f"Unexpected end tag at byte offset {place}")
    opened = reading.open.pop()
    if opened.name != name:
        raise _cannot(
            f'Unmatched end tag at byte offset {place}, expected "</{opened.name}>", found "</{name}>"'
        )
    if reading.length > opened.offset:
        _mark(reading, opened)


def _mark(reading: _Reading, opened: _Open) -> None:
    length = reading.length - opened.offset
    entity: Json = {"type": _TAGS[opened.name], "offset": opened.offset, "length": length}
    match opened.name:
        case "a":
            url = opened.attributes.get("href", "")
            if not url.startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
                return  # Telegram shows a link that leads nowhere as plain text
            entity["url"] = url
        case "blockquote" if "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        case "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        case "code" if reading.open and reading.open[-1].name == "pre":
            language = opened.attributes.get("class", "").removeprefix("language-")
            reading.open[-1].attributes["language"] = language
            return
        case "pre" if opened.attributes.get("language"):
            entity["language"] = opened.attributes["language"]
    reading.entities.append(entity)


def _cannot(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
