"""What we say, as a visitor's browser is told it; and what it could not show. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from scrm.channels import light
from scrm.channels.failures import ContentRejected, Refused
from scrm.channels.outbound import (
    Button,
    Outbound,
    OutboundContent,
    Request,
    SendMessage,
    ShowTyping,
)
from scrm.channels.splitting import split

TEXT_LIMIT = 20_000
MAX_BUTTONS = 20
MAX_BUTTON_VALUE = 800
"""Bytes: 200 characters, as the interface takes them, in any script."""


def split_content(content: OutboundContent) -> list[OutboundContent]:
    """One part for all that the hub itself takes in; files come with the first, buttons with the
    last."""
    if len(content.text) <= TEXT_LIMIT:
        return [content]
    parts = [OutboundContent(text, content.format) for text in _texts(content)]
    parts[0] = replace(parts[0], files=content.files, reply_to=content.reply_to)
    parts[-1] = replace(parts[-1], buttons=content.buttons)
    return parts


def _texts(content: OutboundContent) -> Iterator[str]:
    """A cut through light formatting opens it again behind the cut, which makes the part longer."""
    if content.format != "light":
        yield from (text for text, _ in split(content.text, (), TEXT_LIMIT, "characters"))
        return
    text, spans = light.parse(content.text)
    for part, within in split(text, spans, TEXT_LIMIT // 3, "characters"):
        written = light.write(part, within)
        yield written if len(written) <= TEXT_LIMIT else part


def render_outbound(outbound: Outbound) -> Request:
    match outbound.action:
        case ShowTyping():
            return Request("typing", {})
        case SendMessage(content=content):
            return _message(content)
        case other:
            raise Refused(f"website chat knows no {type(other).__name__}", code="unknown_method")


def _message(content: OutboundContent) -> Request:
    if not content.text.strip() and not content.files:
        raise ContentRejected("the message says nothing")
    if len(content.text) > TEXT_LIMIT:
        raise ContentRejected(f"the text is longer than {TEXT_LIMIT} characters")
    if len(content.buttons) > MAX_BUTTONS:
        raise ContentRejected(f"there are more than {MAX_BUTTONS} buttons")
    fields = {
        "text": content.text,
        "format": content.format,
        "buttons": [_button(button) for button in content.buttons],
        "files": [file.name for file in content.files],
    }
    return Request("message", fields)


def _button(button: Button) -> dict[str, str]:
    if not button.label.strip() or bool(button.value) == bool(button.url):
        raise ContentRejected("a button needs a label, and a value or an address")
    if len(button.value.encode()) > MAX_BUTTON_VALUE:
        raise ContentRejected(f"a button's value is longer than {MAX_BUTTON_VALUE} bytes")
    return {"label": button.label} | (
        {"url": button.url} if button.url else {"value": button.value}
    )
