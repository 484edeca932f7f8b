"""A simulated customer's phone, open at one chat: everything a person can do to a bot."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.sandbox.telegram.files import file_json
from config.sandbox.telegram.text import TEXT_LIMIT, clean, utf16_length, utf16_slice
from config.sandbox.telegram.values import Bot, Chat, Group, Json, Message, Person, Press
from config.sandbox.telegram.world import World, shown

ASSETS = Path(__file__).parent / "assets"


class NotPossible(Exception):
    """The phone would not let a person do this."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the person's hand."""

    data: bytes
    name: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A person in the private chat with one bot, or in a group where that bot is."""

    world: World
    person: Person
    bot: Bot
    group: Group | None = None

    def in_group(self, group: Group) -> "Phone":
        return Phone(self.world, self.person, self.bot, group)

    @property
    def chat(self) -> Chat:
        if self.group is not None:
            return self.world.chat_of(self.group)
        return self.world.chat_with(self.bot, self.person)

    # Writing

    def start(self, payload: str = "") -> Json:
        """Press Start, after a deep link with its payload."""
        return self.write(f"/start {payload}".strip())

    def write(self, text: str, *, entities: Sequence[Json] = (), reply_to: int = 0) -> Json:
        plain, marks = clean(text, list(entities))
        if not plain or utf16_length(plain) > TEXT_LIMIT:
            raise NotPossible(f"A message has 1 to {TEXT_LIMIT} characters")
        return self._say({"text": plain, **({"entities": marks} if marks else {})}, reply_to)

    def send_photo(self, photo: Attachment | None = None, caption: str = "") -> Json:
        return self._say(self._photo(photo) | _caption(caption))

    def send_album(self, photos: Iterable[Attachment | None], caption: str = "") -> list[Json]:
        """Several photos as one album: a message each, the caption on the first."""
        group = {"media_group_id": str(13_370_000_000_000_000 + secrets.randbelow(10**15))}
        contents = [group | self._photo(photo) for photo in photos]
        contents[0] |= _caption(caption)
        with self.world.records.together():
            return [self._say(content) for content in contents]

    def send_file(self, kind: str, file: Attachment, caption: str = "") -> Json:
        """A document, voice note, video, piece of music or sticker."""
        kept = self.world.files.keep(
            kind, file.data, name=file.name, media_type=file.media_type or _TYPES.get(kind, "")
        )
        return self._say({kind: file_json(kept)} | _caption(caption))

    def send_voice(self) -> Json:
        """A short recording that can really be played."""
        return self.send_file("voice", Attachment((ASSETS / "hello.ogg").read_bytes()))

    def send_sticker(self) -> Json:
        return self.send_file("sticker", Attachment((ASSETS / "smile.webp").read_bytes()))

    def send_location(
        self, latitude: float, longitude: float, title: str = "", address: str = ""
    ) -> Json:
        """A point; with a title it is a venue."""
        location: Json = {"latitude": latitude, "longitude": longitude}
        content: Json = {"location": location}
        if title:
            content["venue"] = {"location": location, "title": title, "address": address}
        return self._say(content)

    def share_own_contact(self) -> Json:
        card = {
            "phone_number": self.person.phone_number or "+10005550100",
            "user_id": self.person.id,
        }
        return self._say({"contact": card | self._names(self.person)})

    def forward_contact(self, phone_number: str, first_name: str, user_id: int = 0) -> Json:
        """Somebody else's card."""
        card: Json = {"phone_number": phone_number, "first_name": first_name}
        return self._say({"contact": card | ({"user_id": user_id} if user_id else {})})

    # Acting on what is there

    def edit(self, message_id: int, text: str) -> Json:
        """Change the text, or the caption, of an own message."""
        message = self._message(message_id)
        if message.by_bot or message.body["from"]["id"] != self.person.id:
            raise NotPossible("Only one's own messages can be edited")
        plain, marks = clean(text, [])
        names = ("text", "entities") if "text" in message.body else ("caption", "caption_entities")
        for name in names:
            message.body.pop(name, None)
        message.body |= {names[0]: plain, "edit_date": self.world.today()}
        if marks:
            message.body[names[1]] = marks
        with self.world.records.together():
            self.world.save_message(message)
            self._tell("edited_message", message.body)
        return message.body

    def press(self, message_id: int, data: str) -> str:
        """Press the inline button that carries this data; the id of the callback query."""
        message = self._message(message_id)
        rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
        if not any(button.get("callback_data") == data for row in rows for button in row):
            raise NotPossible("That message has no such button")
        number = str(secrets.randbits(63))
        press = Press(number, self.bot.id, self.person.id, self.world.clock.now())
        query = {
            "id": number,
            "from": self.person.user(),
            "message": message.body,
            "chat_instance": str(-(self.chat.id * 7919 + self.bot.id)),
            "data": data,
        }
        lifetime = self.world.settings.callback_lifetime
        with self.world.records.together():
            self.world.save_press(press)
            self.world.updates.push(self.bot, "callback_query", query, self.person.id, lifetime)
        return number

    def block(self) -> None:
        self._turn(blocked=True)

    def unblock(self) -> None:
        self._turn(blocked=False)

    def messages(self) -> list[Json]:
        """The chat as the screen shows it, oldest first."""
        return [shown(message) for message in self.world.messages(self.chat.key)]

    def texts_received(self) -> list[str]:
        """What the bot has written here."""
        return [
            str(message.body.get("text") or message.body.get("caption") or "")
            for message in self.world.messages(self.chat.key)
            if message.by_bot
        ]

    def answer_to(self, press_id: str) -> Json | None:
        """What the bot answered to a pressed button; None as long as the button spins."""
        return self.world.presses[press_id].answer

    # Under the glass

    def _say(self, content: Json, reply_to: int = 0) -> Json:
        world, chat = self.world, self.chat
        if self.group is None and world.private(self.bot.id, self.person.id).blocked:
            raise NotPossible("The bot is blocked; unblock it first")
        reply = {"reply_to_message": self._message(reply_to).body} if reply_to else {}
        with world.records.together():
            if self.group is None:
                self._begin()
            number = world.next_message_id(chat)
            body = {
                "message_id": number,
                "from": self.person.user(),
                "chat": chat.body,
                "date": world.today(),
                **reply,
                **content,
            }
            world.save_message(Message(chat.key.owner, chat.id, number, 0, body))
            self._tell("message", body)
        return body

    def _begin(self) -> None:
        private = self.world.private(self.bot.id, self.person.id)
        if not private.started:
            private.started = True
            self.world.save_private(private)

    def _tell(self, kind: str, body: Json) -> None:
        lifetime = self.world.settings.update_lifetime
        bots = (
            [self.bot] if self.group is None else [self.world.bots[one] for one in self.group.bots]
        )
        for bot in bots:
            if self.group is None or not bot.privacy or _is_meant_for(bot, body):
                self.world.updates.push(bot, kind, body, self.chat.id, lifetime)

    def _turn(self, *, blocked: bool) -> None:
        private = self.world.private(self.bot.id, self.person.id)
        if private.blocked is blocked:
            return
        private.blocked = blocked
        private.started = True
        states: list[Json] = [{"status": "member"}, {"status": "kicked", "until_date": 0}]
        old, new = states if blocked else reversed(states)
        change = {
            "chat": self.chat.body,
            "from": self.person.user(),
            "date": self.world.today(),
            "old_chat_member": {"user": self.bot.user(), **old},
            "new_chat_member": {"user": self.bot.user(), **new},
        }
        lifetime = self.world.settings.update_lifetime
        with self.world.records.together():
            self.world.save_private(private)
            self.world.updates.push(self.bot, "my_chat_member", change, self.chat.id, lifetime)
        self.world.feed.tell(self.chat.key, "blocked", blocked=blocked)

    def _message(self, message_id: int) -> Message:
        message = self.world.find_message(self.chat.key, message_id)
        if message is None:
            raise NotPossible("There is no such message in this chat")
        return message

    def _photo(self, photo: Attachment | None) -> Json:
        """Two sizes; the small one of a photo from outside is a stand-in, as nothing here can scale."""
        small = (ASSETS / "parcel-small.jpg").read_bytes()
        data = photo.data if photo else (ASSETS / "parcel.jpg").read_bytes()
        return {"photo": [file_json(size) for size in self.world.files.keep_photo(data, small)]}

    def _names(self, person: Person) -> Json:
        return {name: value for name, value in person.names().items() if name != "username"}


_TYPES = {
    "voice": "audio/ogg",
    "sticker": "image/webp",
    "video": "video/mp4",
    "audio": "audio/mpeg",
}


def _caption(text: str) -> Json:
    plain, marks = clean(text, [])
    if not plain:
        return {}
    return {"caption": plain, **({"caption_entities": marks} if marks else {})}


def _is_meant_for(bot: Bot, body: Json) -> bool:
    """What a bot in privacy mode sees of a group: commands, mentions of it, answers to it."""
    text = str(body.get("text", ""))
    if body.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    for entity in body.get("entities", []):
        piece = utf16_slice(text, entity["offset"], entity["length"])
        if entity["type"] == "mention" and piece.lower() == f"@{bot.username}".lower():
            return True
        if entity["type"] == "bot_command":
            addressed = piece.partition("@")[2]
            if not addressed or addressed.lower() == bot.username.lower():
                return True
    return False
