"""The words of letters."""

from dataclasses import dataclass

from scrm.conversations.values import Draft


@dataclass(frozen=True, slots=True)
class Letter:
    """What to write into a conversation; text and buttons, no files."""

    conversation_id: int
    draft: Draft
