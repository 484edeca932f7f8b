"""Light formatting: the small part of Markdown that every platform can show in some way.

`**bold**`, `_italic_`, `~~strike~~`, `` `code` `` and `[label](https://…)`; a backslash
makes the next character plain. What does not close stays as it was typed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrm.channels.values import Span

_MARKS = {"**": "bold", "_": "italic", "~~": "strike"}
_KINDS = {kind: mark for mark, kind in _MARKS.items()}
_SPECIAL = re.compile(r"[\\*_~`\[\]()]")
# Lengths are bounded so that a text full of openings costs no more than its length.
_TOKEN = re.compile(
    r"\\(?P<plain>[\\*_~`\[\]()])"
    r"|`(?P<code>[^`\n]{1,4096})`"
    r"|\[(?P<label>[^\[\]\n]{1,512})\]\((?P<url>(?:https?://|mailto:|tel:)[^\s)]{1,2048})\)"
    r"|(?P<mark>\*\*|~~|_)"
)

_MOST_ROUNDS = 20
"""Each finds spans that can't be said; a text that still has some is written without any."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the result: visible `text`, styled as `kind`, or a mark that may yet vanish."""

    text: str
    kind: str = ""
    url: str = ""
    opens: bool = False
    closes: bool = False

    @property
    def is_mark(self) -> bool:
        return self.opens or self.closes


def parse(source: str) -> tuple[str, tuple[Span, ...]]:
    """Light text as plain text and its spans, outermost first. Never raises."""
    pieces = list(_pieces(source))
    pairs = _pairs(pieces)
    vanished = {place for pair in pairs for place in pair}
    starts: list[int] = []
    visible: list[str] = []
    length = 0
    for place, piece in enumerate(pieces):
        starts.append(length)
        if place not in vanished:
            visible.append(piece.text)
            length += len(piece.text)
    spans = [
        Span(starts[opening], starts[closing] - starts[opening], _MARKS[pieces[opening].text])
        for opening, closing in pairs
    ]
    spans += [
        Span(start, len(piece.text), piece.kind, piece.url)
        for start, piece in zip(starts, pieces, strict=True)
        if piece.kind
    ]
    return "".join(visible), tuple(sorted(spans, key=_outermost_first))


def write(text: str, spans: Iterable[Span]) -> str:
    """Light text that `parse` reads as `text` with `spans`, or with fewer of them.

    Spans that come from `parse` are all said. Of those that were cut out of a longer text some
    can't be: they begin at a space, say. Then the text stays as it is and loses their style.
    """
    kept = sorted(spans, key=_outermost_first)
    for _ in range(_MOST_ROUNDS):
        written = _marked(text, kept)
        shown, found = parse(written)
        if shown == text and found == tuple(kept):
            return written
        kept = _sayable(kept, text, shown, found)
    return _written(text, None)


def _sayable(kept: list[Span], text: str, shown: str, found: tuple[Span, ...]) -> list[Span]:
    """What is left of `kept` without those whose marks were not read as marks."""
    if shown == text:
        return [span for span in kept if span in found]
    read = next((n for n, (a, b) in enumerate(zip(text, shown, strict=False)) if a != b), len(text))
    edges = {edge for span in kept for edge in _edges(span)}
    stray = max((edge for edge in edges if edge <= read), default=0)
    return [span for span in kept if stray not in _edges(span)]


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.start + span.length


def _marked(text: str, spans: list[Span]) -> str:
    leaves = [span for span in spans if span.kind in ("code", "link")]
    marked = [span for span in spans if span.kind in _KINDS]
    edges = {0, len(text)}.union(*map(_edges, spans))
    leaf_at = {leaf.start: leaf for leaf in leaves}
    out: list[str] = []
    ordered = sorted(edges)
    for start, end in zip(ordered, [*ordered[1:], len(text)], strict=True):
        out += [_KINDS[s.kind] for s in reversed(marked) if s.start + s.length == start]
        out += [_KINDS[s.kind] for s in marked if s.start == start]
        out.append(_written(text[start:end], leaf_at.get(start)))
    return "".join(out)


def _pieces(source: str) -> Iterator[_Piece]:
    position = 0
    for token in _TOKEN.finditer(source):
        if token.start() > position:
            yield _Piece(source[position : token.start()])
        position = token.end()
        if token["mark"]:
            yield _mark(source, token)
        elif token["code"]:
            yield _Piece(token["code"], "code")
        elif token["label"]:
            yield _Piece(token["label"], "link", token["url"])
        else:
            yield _Piece(token["plain"])
    if position < len(source):
        yield _Piece(source[position:])


def _mark(source: str, token: re.Match[str]) -> _Piece:
    """A mark hugs what it styles: `2 ** 3` is arithmetic, and `snake_case` a name."""
    start, end = token.span()
    before, after = source[max(0, start - 1) : start], source[end : end + 1]
    if token["mark"] == "_" and before.isalnum() and after.isalnum():
        return _Piece("_")
    return _Piece(
        token["mark"],
        opens=bool(after) and not after.isspace(),
        closes=bool(before) and not before.isspace(),
    )


def _pairs(pieces: list[_Piece]) -> list[tuple[int, int]]:
    """Places of marks that belong together: the nearest opening with something to style between."""
    pairs: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    last_text = -1
    for place, piece in enumerate(pieces):
        if not piece.is_mark:
            last_text = place
        elif piece.closes and opened.get(piece.text, last_text) < last_text:
            pairs.append((opened.pop(piece.text), place))
        elif piece.opens:
            opened[piece.text] = place
    return pairs


def _outermost_first(span: Span) -> tuple[int, int, str]:
    return span.start, -span.length, span.kind


def _written(text: str, leaf: Span | None) -> str:
    if leaf is None:
        return _SPECIAL.sub(r"\\\g<0>", text)
    return f"`{text}`" if leaf.kind == "code" else f"[{text}]({leaf.url})"
