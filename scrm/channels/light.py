"""Light formatting: the small part of Markdown that every platform can show in some way.

`**bold**`, `_italic_`, `~~strike~~`, `` `code` `` and `[label](https://…)`; a backslash
makes the next character plain. What does not close stays as it was typed.
"""

import re
from dataclasses import replace

from scrm.channels.values import Span

_MARKS = {"**": "bold", "_": "italic", "~~": "strike"}
_TOKEN = re.compile(
    r"\\(?P<plain>[\\*_~`\[\]()])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>(?:https?://|mailto:|tel:)[^\s)]+)\)"
    r"|(?P<mark>\*\*|~~|_)"
)


def parse(source: str) -> tuple[str, tuple[Span, ...]]:
    """Light text as plain text and its spans, outermost first."""
    out: list[str] = []
    spans: list[Span] = []
    opened: dict[str, tuple[int, int]] = {}  # mark -> (length of text, place in out)
    length = position = 0

    def emit(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    for token in _TOKEN.finditer(source):
        emit(source[position : token.start()])
        position = token.end()
        if token["plain"]:
            emit(token["plain"])
        elif token["code"]:
            spans.append(Span(length, len(token["code"]), "code"))
            emit(token["code"])
        elif token["label"]:
            spans.append(Span(length, len(token["label"]), "link", token["url"]))
            emit(token["label"])
        else:
            mark = token["mark"]
            if mark == "_" and _inside_word(source, token.start(), token.end()):
                emit(mark)
            elif mark in opened and opened[mark][0] < length:
                start, place = opened.pop(mark)
                out[place] = ""
                spans = [_shifted(span, start, len(mark)) for span in spans]
                opened = {
                    other: (at - len(mark) if at > start else at, where)
                    for other, (at, where) in opened.items()
                }
                length -= len(mark)
                spans.append(Span(start, length - start, _MARKS[mark]))
            else:
                opened[mark] = (length, len(out))
                emit(mark)
                opened[mark] = (length - len(mark), opened[mark][1])
    emit(source[position:])
    return "".join(out), tuple(sorted(spans, key=lambda span: (span.start, -span.length)))


def _inside_word(source: str, start: int, end: int) -> bool:
    """`snake_case` is not italic: a mark between two letters is a letter."""
    before, after = source[start - 1 : start], source[end : end + 1]
    return before.isalnum() and after.isalnum()


def _shifted(span: Span, start: int, by: int) -> Span:
    """A span after the characters of an opening mark at `start` were taken out."""
    return replace(span, start=span.start - by) if span.start > start else span
