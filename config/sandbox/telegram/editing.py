"""editMessageText, …Caption, …ReplyMarkup, deleteMessage, answerCallbackQuery."""

from config.sandbox.telegram.keyboards import read_markup
from config.sandbox.telegram.params import Params
from config.sandbox.telegram.refusals import bad_request
from config.sandbox.telegram.sending import read_caption, read_text
from config.sandbox.telegram.targets import find_chat, find_own
from config.sandbox.telegram.text import TEXT_LIMIT, utf16_length
from config.sandbox.telegram.values import Bot, ChatKey, Json, Message
from config.sandbox.telegram.world import World

DELETABLE_FOR = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(world: World, bot: Bot, params: Params) -> Json:
    message = find_own(world, bot, params, "edit")
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    text, entities = read_text(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    new: Json = {"text": text}
    if entities:
        new["entities"] = entities
    return _edit(world, message, new, ("text", "entities"), params)


def edit_message_caption(world: World, bot: Bot, params: Params) -> Json:
    message = find_own(world, bot, params, "edit")
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, read_caption(params), ("caption", "caption_entities"), params)


def edit_message_reply_markup(world: World, bot: Bot, params: Params) -> Json:
    return _edit(world, find_own(world, bot, params, "edit"), {}, (), params)


def _edit(
    world: World, message: Message, new: Json, replaced: tuple[str, ...], params: Params
) -> Json:
    markup = read_markup(params)
    if markup is not None:
        new["reply_markup"] = markup
    replaced = (*replaced, "reply_markup")
    old = {name: message.body[name] for name in replaced if name in message.body}
    if old == new:
        raise bad_request(_NOT_MODIFIED)
    kept = {name: value for name, value in message.body.items() if name not in replaced}
    message.body = kept | {"edit_date": world.today()} | new
    world.save_message(message)
    return message.body


def delete_message(world: World, bot: Bot, params: Params) -> bool:
    chat = find_chat(world, bot, params)
    message = world.find_message(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    foreign = not chat.is_private and message.by_bot != bot.id
    if foreign or world.clock.now() - message.body["date"] > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    world.remove_message(message)
    return True


def answer_callback_query(world: World, bot: Bot, params: Params) -> bool:
    press = world.presses.get(params.text("callback_query_id"))
    lifetime = world.settings.callback_lifetime
    if press is None or press.bot_id != bot.id or world.clock.now() - press.at > lifetime:
        raise bad_request(_TOO_OLD)
    if utf16_length(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = {
        "text": params.text("text"),
        "show_alert": params.flag("show_alert"),
        "url": params.text("url"),
    }
    world.save_press(press)
    key = ChatKey(bot.id, press.person_id)
    world.feed.tell(key, "answer", press=press.id, **press.answer)
    return True
