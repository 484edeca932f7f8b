"""Telegram counts formatting in UTF-16 code units; we count code points."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from connectors.telegram.fields import Json, integer
from scrm.channels.values import Span
from scrm.kernel.text import clean

_KINDS = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "code",
    "pre": "pre",
    "blockquote": "quote",
    "spoiler": "spoiler",
    "text_link": "link",
}
_TYPES = {kind: name for name, kind in _KINDS.items()}
_ALSO_READ = {
    "expandable_blockquote": "quote",
    "url": "link",
    "email": "link",
    "phone_number": "link",
}
_DETECTED = {"url": "http://", "email": "mailto:", "phone_number": "tel:"}
"""Links that Telegram found in the text by itself, and what makes an address of them."""
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "tg://")


def read_text(text: str, entities: Sequence[Json]) -> tuple[str, tuple[Span, ...]]:
    """The text made clean, and its formatting: cut off at the end of the text, unknown kinds left out."""
    if not entities:
        return clean(text), ()
    offsets = _utf16_offsets(text)
    spans = []
    for entity in entities:
        start = integer(entity, "offset")
        low, high = _code_points(offsets, start, start + integer(entity, "length"))
        span = _span(entity, text, low, high)
        if span is not None:
            spans.append(span)
    cleaned = clean(text)
    if cleaned != text:
        spans = [_recounted(span, text, len(cleaned)) for span in spans]
    return cleaned, tuple(span for span in spans if span.length > 0)


def write_entities(text: str, spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Spans of `text` as Telegram's entities."""
    offsets = _utf16_offsets(text)
    entities = []
    for span in spans:
        start = offsets[span.start]
        length = offsets[span.start + span.length] - start
        entity: dict[str, Any] = {"type": _TYPES[span.kind], "offset": start, "length": length}
        if span.kind == "link":
            entity["url"] = span.url
        entities.append(entity)
    return entities


def _utf16_offsets(text: str) -> "range | list[int]":
    """The UTF-16 offset of each code point and of the end; most texts count the same both ways."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


def _code_points(offsets: "range | list[int]", start: int, end: int) -> tuple[int, int]:
    """From UTF-16 to code points; an edge inside a surrogate pair takes the whole character in."""
    low = bisect_right(offsets, max(start, 0)) - 1
    high = bisect_left(offsets, max(end, 0))
    return low, min(high, len(offsets) - 1)


def _span(entity: Json, text: str, low: int, high: int) -> Span | None:
    name = entity.get("type")
    if not isinstance(name, str) or low >= high:
        return None
    kind = _KINDS.get(name) or _ALSO_READ.get(name)
    if kind != "link":
        return Span(low, high - low, kind) if kind else None
    address = (
        entity.get("url") if name == "text_link" else _address(text[low:high], _DETECTED[name])
    )
    if not isinstance(address, str) or not address.lower().startswith(_SCHEMES):
        return None
    return Span(low, high - low, "link", clean(address))


def _address(found: str, scheme: str) -> str:
    return found if found.lower().startswith(_SCHEMES) else scheme + found


def _recounted(span: Span, text: str, length: int) -> Span:
    """The span after `clean` composed characters, which makes the text before it shorter."""
    start = min(len(clean(text[: span.start])), length)
    end = min(len(clean(text[: span.start + span.length])), length)
    return replace(span, start=start, length=end - start)
