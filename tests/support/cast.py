"""The cast, and what they do as Telegram tells it: Ada asks, Bo wants to pay, Cy has had enough."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson

from scrm.channels.values import RawEvent

TOKEN = "123456789:AAcanary-token_of-the-tests_-012345"
SECRET = "canary-secret-of-the-tests"
PROOF = "X-Telegram-Bot-Api-Secret-Token"
SOME_DAY = 1_790_000_000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as Telegram knows them."""

    id: int
    name: str

    def chat(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.name}

    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "en"}


ADA = Someone(501, "Ada")
BO = Someone(502, "Bo")
CY = Someone(503, "Cy")


def crowd(size: int, first: int = 10_000) -> list[Someone]:
    return [Someone(first + number, f"Person {number}") for number in range(size)]


@dataclass(slots=True)
class Telegram:
    """Numbers updates and messages as one bot's Telegram does."""

    updates: Iterator[int] = field(default_factory=lambda: count(70_001))
    messages: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, who: Someone, text: str, *, at: int = SOME_DAY) -> Json:
        message = {
            "message_id": next(self.messages),
            "from": who.user(),
            "chat": who.chat(),
            "date": at,
            "text": text,
        }
        return {"update_id": next(self.updates), "message": message}

    def edits(self, update: Json, text: str, *, later: int = 60) -> Json:
        """The person changes what `update` said."""
        message = update.get("message") or update["edited_message"]
        edited = message | {"text": text, "edit_date": message["date"] + later}
        return {"update_id": next(self.updates), "edited_message": edited}

    def turns(self, who: Someone, *, blocked: bool, at: int = SOME_DAY) -> Json:
        change = {
            "chat": who.chat(),
            "from": who.user(),
            "date": at,
            "old_chat_member": {"status": "member" if blocked else "kicked"},
            "new_chat_member": {"status": "kicked" if blocked else "member"},
        }
        return {"update_id": next(self.updates), "my_chat_member": change}


def raw(update: Json) -> RawEvent:
    """The update as the connector hands it to intake."""
    from connectors.telegram.parse import raw_event

    return raw_event(orjson.dumps(update))
