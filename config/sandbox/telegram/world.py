"""The state of the simulated Telegram: bots, people, chats and messages, in memory and on record."""

import secrets
from collections import defaultdict
from pathlib import Path

from config.sandbox.calllog import LogWriter
from config.sandbox.clock import Clock
from config.sandbox.records import Records
from config.sandbox.telegram.feed import Feed
from config.sandbox.telegram.files import Files
from config.sandbox.telegram.flood import FloodControl
from config.sandbox.telegram.updates import Updates
from config.sandbox.telegram.values import (
    Bot,
    Chat,
    ChatKey,
    Group,
    Json,
    Message,
    Person,
    Press,
    Private,
    Settings,
)

_FIRST_PERSON = 5_550_001
_FIRST_BOT = 700_001
_FIRST_GROUP = -1_002_000_000_001


class World:
    """Looks up and keeps; what people and bots may do with it is decided elsewhere."""

    def __init__(self, directory: Path, settings: Settings, clock: Clock) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.clock = clock
        self.records = Records(directory / "state.sqlite")
        self.log = LogWriter(directory / "calls.jsonl")
        self.files = Files(directory / "files", self.records)
        self.updates = Updates(self.records, self.log, clock)
        self.flood = FloodControl(settings.flood, clock)
        self.feed = Feed()
        self.bots: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.presses: dict[str, Press] = {}
        self._privates: dict[ChatKey, Private] = {}
        self._messages: dict[ChatKey, dict[int, Message]] = defaultdict(dict)
        self._load()

    def _load(self) -> None:
        for record in self.records.all("bot"):
            bot = Bot.from_record(record)
            self.bots[bot.id] = bot
        self.people = {one["id"]: Person(**one) for one in self.records.all("person")}
        self.groups = {one["id"]: Group(**one) for one in self.records.all("group")}
        self.presses = {one["id"]: Press(**one) for one in self.records.all("press")}
        for record in self.records.all("private"):
            private = Private(**record)
            self._privates[ChatKey(private.bot_id, private.person_id)] = private
        messages = [Message(**record) for record in self.records.all("message")]
        for message in sorted(messages, key=lambda one: one.message_id):
            self._messages[message.key][message.message_id] = message

    def close(self) -> None:
        self.log.close()
        self.records.close()

    def today(self) -> int:
        """The date of a message: whole seconds."""
        return int(self.clock.now())

    # Bots

    def add_bot(
        self, first_name: str, username: str, token: str = "", *, privacy: bool = True
    ) -> Bot:
        """A bot with a token of the usual shape, or with the token given; a known one is found again."""
        if token and (known := self.bot_with(token)):
            return known
        number = int(token.partition(":")[0]) if token else max(self.bots, default=_FIRST_BOT) + 1
        bot = Bot(number, token or _new_token(number), username, first_name, privacy=privacy)
        self.save_bot(bot)
        return bot

    def save_bot(self, bot: Bot) -> None:
        self.bots[bot.id] = bot
        self.records.put("bot", bot.id, bot)

    def revoke(self, bot: Bot) -> str:
        """A new token; whoever uses the old one hears 401."""
        bot.token = _new_token(bot.id)
        self.save_bot(bot)
        return bot.token

    def bot_with(self, token: str) -> Bot | None:
        return next((bot for bot in self.bots.values() if bot.token == token), None)

    # People and chats

    def add_person(self, person: Person) -> Person:
        """A person without a number gets the next one."""
        person.id = person.id or max(self.people, default=_FIRST_PERSON - 1) + 1
        self.save_person(person)
        return person

    def save_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.records.put("person", person.id, person)

    def add_group(
        self, title: str, members: list[int], bots: list[int], username: str = ""
    ) -> Group:
        number = min(self.groups, default=_FIRST_GROUP + 1) - 1
        group = Group(number, title, username, members, bots)
        self.save_group(group)
        return group

    def save_group(self, group: Group) -> None:
        self.groups[group.id] = group
        self.records.put("group", group.id, group)

    def private(self, bot_id: int, person_id: int) -> Private:
        key = ChatKey(bot_id, person_id)
        return self._privates.get(key) or Private(bot_id, person_id)

    def save_private(self, private: Private) -> None:
        key = ChatKey(private.bot_id, private.person_id)
        self._privates[key] = private
        self.records.put("private", f"{key.owner}:{key.chat_id}", private)

    def chat_with(self, bot: Bot, person: Person) -> Chat:
        body = {"id": person.id, "type": "private", **person.names()}
        return Chat(ChatKey(bot.id, person.id), body)

    def chat_of(self, group: Group) -> Chat:
        body: Json = {"id": group.id, "type": "supergroup", "title": group.title}
        if group.username:
            body["username"] = group.username
        return Chat(ChatKey(0, group.id), body)

    # Messages

    def next_message_id(self, chat: Chat) -> int:
        """A group counts for itself; all private chats of a bot share one numbering."""
        if chat.is_private:
            bot = self.bots[chat.key.owner]
            bot.next_message_id += 1
            self.save_bot(bot)
            return bot.next_message_id - 1
        group = self.groups[chat.id]
        group.next_message_id += 1
        self.save_group(group)
        return group.next_message_id - 1

    def messages(self, key: ChatKey) -> list[Message]:
        return list(self._messages[key].values())

    def find_message(self, key: ChatKey, message_id: int) -> Message | None:
        return self._messages[key].get(message_id)

    def save_message(self, message: Message) -> None:
        """Keep a new or changed message and show it on the phones."""
        known = message.message_id in self._messages[message.key]
        self._messages[message.key][message.message_id] = message
        self.records.put("message", _record_key(message), message)
        self.feed.tell(message.key, "changed" if known else "message", message=shown(message))

    def remove_message(self, message: Message) -> None:
        self._messages[message.key].pop(message.message_id, None)
        self.records.remove("message", _record_key(message))
        self.feed.tell(message.key, "removed", message_id=message.message_id)

    def save_press(self, press: Press) -> None:
        self.presses[press.id] = press
        self.records.put("press", press.id, press)


def shown(message: Message) -> Json:
    """A message as a phone needs it: which side it stands on, and what it says."""
    return {**message.body, "by_bot": message.by_bot}


def _record_key(message: Message) -> str:
    return f"{message.owner}:{message.chat_id}:{message.message_id}"


def _new_token(number: int) -> str:
    return f"{number}:AA{secrets.token_urlsafe(25)}"
