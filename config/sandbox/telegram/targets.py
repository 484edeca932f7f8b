"""Which chat and which message a call means, and whether the bot may write there."""

from config.sandbox.telegram.params import Params
from config.sandbox.telegram.refusals import bad_request, forbidden
from config.sandbox.telegram.values import Bot, Chat, Json, Message
from config.sandbox.telegram.world import World


def find_chat(world: World, bot: Bot, params: Params) -> Chat:
    """The chat that `chat_id` names, written to or not; 400 if there is none for this bot."""
    name = params.text("chat_id").strip()
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        for group in world.groups.values():
            if group.username and group.username.lower() == name[1:].lower():
                return world.chat_of(group)
        raise bad_request("chat not found")
    number = params.integer("chat_id")
    if (person := world.people.get(number)) is not None:
        return world.chat_with(bot, person)
    if (group_found := world.groups.get(number)) is not None:
        return world.chat_of(group_found)
    raise bad_request("chat not found")


def require_writable(world: World, bot: Bot, chat: Chat) -> None:
    """403 where the other side does not want to hear from the bot, or cannot."""
    if not chat.is_private:
        if bot.id not in world.groups[chat.id].bots:
            raise forbidden("bot is not a member of the supergroup chat")
        return
    private = world.private(bot.id, chat.id)
    if world.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if not private.started:
        raise forbidden("bot can't initiate conversation with a user")
    if private.blocked:
        raise forbidden("bot was blocked by the user")


def find_reply(world: World, chat: Chat, params: Params) -> Json:
    """`reply_to_message` as a part of the new message; nothing if the call answers none."""
    reply = params.structure("reply_parameters", "reply parameters") or {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    number = reply.get("message_id") or params.integer("reply_to_message_id")
    if not number:
        return {}
    message = world.find_message(chat.key, number)
    if message is None:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quoted = {name: value for name, value in message.body.items() if name != "reply_to_message"}
    return {"reply_to_message": quoted}


def find_own(world: World, bot: Bot, params: Params, deed: str) -> Message:
    """The bot's message that `message_id` names; 400 `message to edit not found` and the like."""
    chat = find_chat(world, bot, params)
    message = world.find_message(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {deed} not found")
    if message.by_bot != bot.id:
        raise bad_request(f"message can't be {deed}ed")
    return message


def post(world: World, bot: Bot, chat: Chat, content: Json) -> Json:
    """Put the bot's message into the chat; the Message of the answer."""
    number = world.next_message_id(chat)
    body = {
        "message_id": number,
        "from": bot.user(),
        "chat": chat.body,
        "date": world.today(),
        **content,
    }
    world.save_message(Message(chat.key.owner, chat.id, number, bot.id, body))
    return body
