"""What the simulated Telegram is made of. JSON in Bot API form is kept as it is sent."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

ALL_UPDATES = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
        "message_reaction_count",
    }
)
"""Kinds a bot can name here in `allowed_updates`; others are ignored, as Telegram does."""

DEFAULT_UPDATES = sorted(
    ALL_UPDATES - {"chat_member", "message_reaction", "message_reaction_count"}
)

DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How much a bot may send; a burst in one chat passes, then one message a second."""

    per_bot: float = 30.0  # messages a second
    per_chat: float = 1.0  # messages a second
    chat_burst: int = 5
    per_group: float = 20 / 60  # messages a second
    group_burst: int = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The house rules of this server. The defaults are those of a self-hosted one in local mode,
    with the cloud's limit on downloads, which a connector has to know anyway.
    """

    plain_webhooks: bool = True  # http, any port and address
    absolute_file_paths: bool = False  # getFile tells a path on this machine
    download_limit: int | None = 20 << 20  # bytes
    flood: FloodLimits | None = FloodLimits()
    hot_loop_guard: bool = True
    update_lifetime: float = DAY
    callback_lifetime: float = 150.0
    webhook_timeout: float = 60.0
    updates_listed: int = 100  # getUpdates never gives more


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to, and how that went."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""
    has_custom_certificate: bool = False
    gone_since: float | None = None
    last_error_date: int | None = None
    last_error_message: str = ""


@dataclass(slots=True)
class Bot:
    """A bot and its delivery settings."""

    id: int
    token: str
    username: str
    first_name: str
    privacy: bool = True
    next_update_id: int = 0
    last_update_at: float = 0.0
    next_message_id: int = 1
    allowed_updates: list[str] = field(default_factory=lambda: list(DEFAULT_UPDATES))
    webhook: Webhook | None = None

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    @classmethod
    def from_record(cls, record: Json) -> "Bot":
        webhook = record.pop("webhook")
        return cls(**record, webhook=Webhook(**webhook) if webhook else None)


@dataclass(slots=True)
class Person:
    """A simulated customer."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone_number: str = ""
    deactivated: bool = False

    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, **self.names(), "language_code": self.language_code}

    def names(self) -> Json:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {name: value for name, value in names.items() if value}


@dataclass(slots=True)
class Private:
    """What stands between one bot and one person."""

    bot_id: int
    person_id: int
    started: bool = False
    blocked: bool = False


@dataclass(slots=True)
class Group:
    """A supergroup: people and bots, one numbering of messages for all."""

    id: int
    title: str
    username: str = ""
    members: list[int] = field(default_factory=list)
    bots: list[int] = field(default_factory=list)
    next_message_id: int = 1


class ChatKey(NamedTuple):
    """Where a message lives: a private chat belongs to one bot (its `owner`), a group to nobody (0)."""

    owner: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat or a group, as one bot sees it."""

    key: ChatKey
    body: Json

    @property
    def id(self) -> int:
        return self.key.chat_id

    @property
    def is_private(self) -> bool:
        return self.key.owner != 0


@dataclass(slots=True)
class Message:
    """One message of a chat; `body` is the Bot API's Message."""

    owner: int
    chat_id: int
    message_id: int
    by_bot: int  # 0: a person wrote it
    body: Json

    @property
    def key(self) -> ChatKey:
        return ChatKey(self.owner, self.chat_id)


@dataclass(slots=True)
class Update:
    """Something that happened, waiting until the bot has it."""

    bot_id: int
    update_id: int
    queue_id: int  # chat or user
    kind: str
    body: Json
    expires_at: float

    def payload(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.body}


@dataclass(slots=True)
class Press:
    """A pressed inline button, waiting for answerCallbackQuery."""

    id: str
    bot_id: int
    person_id: int
    at: float
    answer: Json | None = None


@dataclass(slots=True)
class StoredFile:
    """A file that passed through; `path` is relative to the files' directory and to the download address."""

    file_id: str
    file_unique_id: str
    path: str
    kind: str
    size: int
    name: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
