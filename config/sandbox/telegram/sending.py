"""sendMessage, sendPhoto and its kin, sendMediaGroup, sendChatAction."""

import secrets
from typing import Any

from config.sandbox.telegram.files import Files, file_json
from config.sandbox.telegram.html import parse_html
from config.sandbox.telegram.keyboards import read_markup
from config.sandbox.telegram.params import Params, Upload
from config.sandbox.telegram.refusals import bad_request
from config.sandbox.telegram.targets import find_chat, find_reply, post, require_writable
from config.sandbox.telegram.text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    clean,
    read_entities,
    utf16_length,
)
from config.sandbox.telegram.values import Bot, Json
from config.sandbox.telegram.world import World

UPLOAD_LIMIT = 50 << 20
"""Bytes; 413 beyond. (A self-hosted server takes 2000 MB: nobody tests that over loopback.)"""

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_ALBUM_KINDS = ("photo", "video", "document", "audio")


def send_message(world: World, bot: Bot, params: Params) -> Json:
    text, entities = read_text(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _send(world, bot, params, content)


def send_file(kind: str) -> Any:
    """The method that sends a file of this kind: `photo`, `document`, `voice` …"""

    def send(world: World, bot: Bot, params: Params) -> Json:
        caption = read_caption(params)
        chat = find_chat(world, bot, params)
        require_writable(world, bot, chat)
        medium = _medium(world.files, params, kind, kind)
        return _send(world, bot, params, medium | caption)

    return send


def send_media_group(world: World, bot: Bot, params: Params) -> list[Json]:
    media = params.structure("media", "media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in media}
    if not kinds <= set(_ALBUM_KINDS):
        raise bad_request("can't parse InputMedia: Media type is invalid")
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("document and audio can't be mixed with other media types")
    chat = find_chat(world, bot, params)
    require_writable(world, bot, chat)
    reply = find_reply(world, chat, params)
    contents = [_album_item(world.files, params, item) for item in media]
    world.flood.take(bot.id, chat, len(contents))
    group = {"media_group_id": str(10**15 + secrets.randbelow(10**15))}
    return [post(world, bot, chat, group | reply | content) for content in contents]


def send_chat_action(world: World, bot: Bot, params: Params) -> bool:
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = find_chat(world, bot, params)
    require_writable(world, bot, chat)
    world.feed.tell(chat.key, "action", action=params.text("action"))
    return True


def read_text(params: Params, text_name: str, entities_name: str) -> tuple[str, list[Json]]:
    """The text after entity parsing, trimmed, with its marks."""
    text = params.text(text_name)
    match params.text("parse_mode").lower():
        case "":
            entities = read_entities(params.structure(entities_name, "entities"))
        case "html":
            text, entities = parse_html(text)
        case _:  # Markdown and MarkdownV2 exist at Telegram; nothing here is written in them
            raise bad_request("unsupported parse_mode")
    return clean(text, entities)


def read_caption(params: Params) -> Json:
    caption, entities = read_text(params, "caption", "caption_entities")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not caption:
        return {}
    return {"caption": caption, "caption_entities": entities} if entities else {"caption": caption}


def _send(world: World, bot: Bot, params: Params, content: Json) -> Json:
    chat = find_chat(world, bot, params)
    require_writable(world, bot, chat)
    content = find_reply(world, chat, params) | content
    markup = read_markup(params)
    if markup is not None:
        content["reply_markup"] = markup
    world.flood.take(bot.id, chat)
    return post(world, bot, chat, content)


def _album_item(files: Files, params: Params, item: Json) -> Json:
    texts = {name: value for name, value in item.items() if name != "caption_entities"}
    own = Params({name: str(value) for name, value in texts.items()}, params.uploads)
    return _medium(files, own, str(item["type"]), "media") | read_caption(own)


def _medium(files: Files, params: Params, kind: str, field: str) -> Json:
    """The file of the call as a part of the message: uploaded, attached, or known by its id."""
    upload = _uploaded(params, field)
    if upload is None:
        return _known_medium(files, params.text(field), kind)
    if len(upload.data) > UPLOAD_LIMIT:
        raise bad_request("file is too big")
    if kind == "photo":
        return {"photo": [file_json(size) for size in files.keep_photo(upload.data)]}
    file = files.keep(kind, upload.data, name=upload.name, media_type=upload.media_type)
    file.duration = params.integer("duration", file.duration)
    return {kind: file_json(file)}


def _uploaded(params: Params, field: str) -> Upload | None:
    source = params.text(field)
    if source.startswith("attach://"):
        upload = params.uploads.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request("attached file not found")
        return upload
    return params.uploads.get(field)


def _known_medium(files: Files, source: str, kind: str) -> Json:
    if not source:
        raise bad_request(f"there is no {kind} in the request")
    if source.startswith(("http://", "https://")):
        # Telegram would fetch it from its own network, where nothing of this machine is reachable.
        raise bad_request("failed to get HTTP URL content")
    file = files.find(source)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"type of file mismatch: can't use file of type {file.kind} as {kind}")
    return {kind: [file_json(file)] if kind == "photo" else file_json(file)}
