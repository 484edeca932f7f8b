"""A delivery's stored content as what a connector takes, and back. Pure."""

from collections.abc import Mapping
from typing import Any

from scrm.channels.outbound import Button, OutboundContent, OutboundFile


def outbound(content: Mapping[str, Any], files: Mapping[int, OutboundFile]) -> OutboundContent:
    """The JSON of model.md §3 with its file ids looked up in `files`."""
    return OutboundContent(
        text=content.get("text", ""),
        format=content.get("format", "plain"),
        files=tuple(files[int(file_id)] for file_id in content.get("attachments", ())),
        buttons=tuple(
            Button(button["label"], button.get("value", ""), button.get("url", ""))
            for button in content.get("buttons", ())
        ),
        reply_to=content.get("reply_to_external", ""),
    )


def stored(content: OutboundContent, files: Mapping[int, OutboundFile]) -> dict[str, Any]:
    """A part of a message as its delivery keeps it."""
    ids = {file: file_id for file_id, file in files.items()}
    document: dict[str, Any] = {"text": content.text, "format": content.format}
    if content.files:
        document["attachments"] = [str(ids[file]) for file in content.files]
    if content.buttons:
        document["buttons"] = [
            {"label": button.label}
            | ({"url": button.url} if button.url else {"value": button.value})
            for button in content.buttons
        ]
    if content.reply_to:
        document["reply_to_external"] = content.reply_to
    return document
