"""The words of forgetting what was said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """`conversation_ids` are with these people, and everything in them is theirs; `elsewhere` are
    their own messages in threads with a group, whose other messages are not."""

    conversation_ids: list[int]
    message_ids: list[int]
    elsewhere: list[int]
    file_ids: list[int]

    @property
    def all_ids(self) -> list[int]:
        return [*self.message_ids, *self.elsewhere]
