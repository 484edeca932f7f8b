"""Text as Telegram counts and cleans it: UTF-16 units, trimmed, with links and commands found."""

import re

from config.sandbox.telegram.refusals import bad_request
from config.sandbox.telegram.values import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""Both in UTF-16 code units, after entity parsing."""

_KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)

_FINDERS = {
    "bot_command": re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{5,32})?(?![\w/@])"),
    "url": re.compile(
        r"(?<![\w@.])(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)]|(?:[a-z0-9-]+\.)+(?:com|org|net|io)\b(?:/\S*)?)",
        re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b"),
    "hashtag": re.compile(r"(?<![\w#])#\w*[^\W\d]\w*"),
}


def utf16_length(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part an entity covers; half a character is not text."""
    encoded = text.encode("utf-16-le")
    return encoded[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def clean(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Outer white space goes, marks stay where they were; what the marks leave free is searched."""
    check(text, entities)
    trimmed = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    limit = utf16_length(trimmed)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], limit)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    found = [one for one in find_entities(trimmed) if not any(_overlap(one, own) for own in moved)]
    return trimmed, sorted(moved + found, key=lambda one: (one["offset"], -one["length"]))


def find_entities(text: str) -> list[Json]:
    """Commands, addresses, mentions and hashtags, which Telegram marks by itself."""
    found: list[Json] = []
    for kind, finder in _FINDERS.items():
        for match in finder.finditer(text):
            offset = utf16_length(text[: match.start()])
            entity = {"type": kind, "offset": offset, "length": utf16_length(match.group())}
            if not any(_overlap(entity, other) for other in found):
                found.append(entity)
    return sorted(found, key=lambda one: int(one["offset"]))


def check(text: str, entities: list[Json]) -> None:
    """Refuse marks that lie outside the text or cut a character in two."""
    end_of_text = utf16_length(text)
    inside = _insides_of_pairs(text)
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if length < 0:
            raise bad_request(f"receive an entity with incorrect length {length}")
        if offset in inside:
            raise bad_request("entity begins in a middle of a UTF-16 symbol")
        beginning = f"entity beginning at UTF-16 offset {offset}"
        if offset + length > end_of_text:
            raise bad_request(
                f"{beginning} ends after the end of the text at UTF-16 offset {offset + length}"
            )
        if offset + length in inside:
            raise bad_request(f"{beginning} ends in a middle of a UTF-16 symbol")


def read_entities(source: object) -> list[Json]:
    """The `entities` parameter; kinds that Telegram does not know are left out."""
    if source is None:
        return []
    if not isinstance(source, list):
        raise bad_request("can't parse entities JSON object")
    entities = []
    for entity in source:
        if not isinstance(entity, dict) or "type" not in entity:
            raise bad_request("can't parse MessageEntity: Object expected")
        if not all(isinstance(entity.get(name), int) for name in ("offset", "length")):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if entity["type"] in _KINDS:
            entities.append(entity)
    return entities


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _insides_of_pairs(text: str) -> frozenset[int]:
    insides = []
    position = 0
    for character in text:
        wide = ord(character) > 0xFFFF
        if wide:
            insides.append(position + 1)
        position += 1 + wide
    return frozenset(insides)
