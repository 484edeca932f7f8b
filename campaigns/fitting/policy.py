"""What is too much for a channel. Pure."""

from collections.abc import Iterator

from campaigns.messages.values import Message
from scrm.channels.values import Limits
from scrm.kernel.errors import Mistake

_MEGA = 1_000_000


def too_much(message: Message, size: int, channel: str, limits: Limits) -> Iterator[Mistake]:
    """What of a message, with a file of `size` bytes, this channel does not take. Words are no matter:
    they are split."""
    if len(message.buttons) > limits.buttons:
        yield Mistake(
            "message.buttons", f"is too much for {channel}: at most {limits.buttons} buttons"
        )
    for number, button in enumerate(message.buttons):
        if len(button.value.encode()) > limits.button_value_bytes:
            most = f"a word of at most {limits.button_value_bytes} bytes"
            yield Mistake(f"message.buttons.{number}.value", f"is too much for {channel}: {most}")
    if size > limits.upload_bytes:
        most = f"a file of at most {limits.upload_bytes // _MEGA} MB"
        yield Mistake("message.attachments.0", f"is too much for {channel}: {most}")
