"""A message as values."""

from dataclasses import dataclass

from scrm.channels.outbound import Button


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is a template: docs/reference/templates.md."""

    text: str
    format: str = "plain"
    buttons: tuple[Button, ...] = ()
    attachment: int | None = None
