"""What somebody wants to say, cut into parts of one Telegram message each."""

from dataclasses import replace

from scrm.channels import light
from scrm.channels.outbound import OutboundContent
from scrm.channels.splitting import UTF16, split, text_length
from scrm.channels.values import MediaKind, Span
from scrm.kernel.text import clean

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_LINKS = ("http://", "https://", "tg://")


def split_content(content: OutboundContent) -> list[OutboundContent]:
    """Each file is a part; a text that fits is the first one's caption, a longer one follows them.

    The first part carries the reply, the last one the buttons.
    """
    bare = replace(content, files=(), buttons=(), reply_to="")
    text, spans = styled(content)
    captioned = bool(content.files) and takes_caption(content, text)
    parts = [
        replace(bare, files=(file,), text=content.text if captioned and not place else "")
        for place, file in enumerate(content.files)
    ]
    if not captioned and (text.strip() or not parts):
        parts += _texts(bare, text, spans)
    parts[0] = replace(parts[0], reply_to=content.reply_to)
    parts[-1] = replace(parts[-1], buttons=content.buttons)
    return parts


def styled(content: OutboundContent) -> tuple[str, tuple[Span, ...]]:
    """The text as the person shall see it, with its formatting."""
    text = clean(content.text)
    if content.format != "light":
        return text, ()
    return _addresses_spelt_out(*light.parse(text))


def takes_caption(content: OutboundContent, text: str) -> bool:
    return content.files[0].kind != MediaKind.STICKER and text_length(text, UTF16) <= CAPTION_LIMIT


def _texts(bare: OutboundContent, text: str, spans: tuple[Span, ...]) -> list[OutboundContent]:
    if text_length(text, UTF16) <= TEXT_LIMIT or not text.strip():
        return [bare]
    pieces = split(text, spans, TEXT_LIMIT, UTF16)
    if bare.format != "light":
        return [replace(bare, text=piece) for piece, _ in pieces]
    return [replace(bare, text=light.write(piece, clipped)) for piece, clipped in pieces]


def _addresses_spelt_out(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Telegram links labels to the web only; a mail address or number is written after its label."""
    for span in sorted(spans, key=lambda span: -span.start):
        if span.kind != "link" or span.url.startswith(_LINKS):
            continue
        end = span.start + span.length
        address = span.url.partition(":")[2]
        addition = "" if address in text[span.start : end] else f" ({address})"
        text = text[:end] + addition + text[end:]
        spans = tuple(_grown(other, end, len(addition)) for other in spans if other != span)
    return text, spans


def _grown(span: Span, at: int, by: int) -> Span:
    """The span after `by` characters were put in at `at`."""
    if span.start >= at:
        return replace(span, start=span.start + by)
    return replace(span, length=span.length + by) if span.start + span.length > at else span
