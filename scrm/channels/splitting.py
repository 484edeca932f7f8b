"""Cutting a long text into parts that a platform takes, where a reader would cut it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrm.channels.values import Span

UTF16 = "utf16"
_SENTENCE_ENDS = "。！？；…"
_JOINER = "\u200d"
_LONGEST_GRAPHEME = 64  # code points; a longer one is an attack on the reader, and is cut


def text_length(text: str, unit: str) -> int:
    """How long a platform finds `text`, in its unit: characters (code points) or utf16."""
    if unit != UTF16 or text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def split(
    text: str, spans: tuple[Span, ...], limit: int, unit: str
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Parts of at most `limit` units, each with the spans over it; white space at a cut is dropped.

    A text that fits comes back untouched. Cuts fall on a paragraph, a line, a sentence, a
    word, or else between two characters as a person counts them.
    """
    if text_length(text, unit) <= limit:
        yield text, spans
        return
    start = 0
    while start < len(text):
        end = _good_end(text, start, _reach(text, start, limit, unit))
        part = text[start:end].rstrip()
        if part:
            yield part, clip(spans, start, start + len(part))
        start = _next_visible(text, end)


def clip(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """What of `spans` lies over text[start:end], counted from `start`."""
    clipped = (
        replace(span, start=low - start, length=high - low)
        for span in spans
        if (low := max(span.start, start)) < (high := min(span.start + span.length, end))
    )
    return tuple(clipped)


def _reach(text: str, start: int, limit: int, unit: str) -> int:
    """The furthest end of a part that begins at `start`, always at least one character on."""
    window = text[start : start + limit]
    excess = text_length(window, unit) - limit
    while excess > 0 and len(window) > 1:
        excess -= text_length(window[-1], unit)
        window = window[:-1]
    return start + len(window)


def _good_end(text: str, start: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    half = start + (end - start) // 2
    for gap in ("\n\n", "\n", " "):
        at = text.rfind(gap, half, end + len(gap))
        if at > half:
            return at
    sentence = max(text.rfind(mark, half, end) for mark in _SENTENCE_ENDS) + 1
    return sentence or _between_characters(text, start, end)


def _between_characters(text: str, start: int, end: int) -> int:
    for at in range(end, max(start, end - _LONGEST_GRAPHEME), -1):
        if not _joined(text, at):
            return at
    return end


def _joined(text: str, at: int) -> bool:
    """Whether text[at] belongs to the character before it, as accents and emoji parts do."""
    character, before = text[at], text[at - 1]
    if _JOINER in (before, character) or _is_emoji_tail(character):
        return True
    if _is_flag_half(character) and _is_flag_half(before):
        return _flag_halves_before(text, at) % 2 == 1
    return unicodedata.category(character).startswith("M") or before + character == "\r\n"


def _is_emoji_tail(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    run = at
    while run > 0 and at - run < _LONGEST_GRAPHEME and _is_flag_half(text[run - 1]):
        run -= 1
    return at - run


def _next_visible(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
