"""One part as a call of the Bot API. Pure."""

from typing import Any

from connectors.telegram.entities import write_entities
from connectors.telegram.parts import CAPTION_LIMIT, TEXT_LIMIT, styled
from scrm.channels.failures import ContentRejected
from scrm.channels.outbound import (
    AcknowledgePress,
    Button,
    DeleteMessage,
    EditMessage,
    Outbound,
    OutboundContent,
    OutboundFile,
    Request,
    SendMessage,
    ShowTyping,
)
from scrm.channels.splitting import UTF16, text_length
from scrm.channels.values import MediaKind
from scrm.kernel.text import clean

Fields = dict[str, Any]

MAX_UPLOAD = 50_000_000
MAX_PHOTO = 10_000_000
MAX_BUTTONS = 100
MAX_BUTTON_VALUE = 64  # bytes
MAX_ACKNOWLEDGEMENT = 200
_PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
_METHODS = {
    MediaKind.PHOTO: ("sendPhoto", "photo"),
    MediaKind.DOCUMENT: ("sendDocument", "document"),
    MediaKind.VOICE: ("sendVoice", "voice"),
    MediaKind.AUDIO: ("sendAudio", "audio"),
    MediaKind.VIDEO: ("sendVideo", "video"),
    MediaKind.STICKER: ("sendSticker", "sticker"),
}


def render_outbound(outbound: Outbound) -> Request:
    """Raises ContentRejected for what Telegram can't express or would not take."""
    match outbound.action:
        case AcknowledgePress(reference, text):
            fields: Fields = {"callback_query_id": reference}
            if text:
                fields["text"] = _within(clean(text), MAX_ACKNOWLEDGEMENT)
            return Request("answerCallbackQuery", fields)
        case SendMessage(content):
            return _send(_target(outbound), content)
        case EditMessage(external_id, content):
            return _edit(_message(outbound, external_id), content)
        case DeleteMessage(external_id):
            return Request("deleteMessage", _message(outbound, external_id))
        case ShowTyping():
            return Request("sendChatAction", _target(outbound) | {"action": "typing"})


def _target(outbound: Outbound) -> Fields:
    fields: Fields = {"chat_id": _number(outbound.recipient, "recipient")}
    if outbound.thread_key:
        fields["message_thread_id"] = _number(outbound.thread_key, "thread")
    return fields


def _message(outbound: Outbound, external_id: str) -> Fields:
    return {
        "chat_id": _number(outbound.recipient, "recipient"),
        "message_id": _number(external_id, "message"),
    }


def _number(value: str, name: str) -> int:
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ContentRejected(f"the {name} is not one of Telegram's", code=f"bad_{name}")
    return int(value)


def _send(fields: Fields, content: OutboundContent) -> Request:
    if content.reply_to.isascii() and content.reply_to.isdigit():  # a press can't be answered so
        fields["reply_parameters"] = {
            "message_id": int(content.reply_to),
            "allow_sending_without_reply": True,
        }
    fields |= _keyboard(content.buttons)
    if not content.files:
        return Request("sendMessage", fields | _text(content))
    if len(content.files) > 1:
        raise ContentRejected("Telegram takes one file in a message", code="too_many_files")
    file = content.files[0]
    method, name = _METHODS[_kind(file)]
    return Request(method, fields | _caption(content), {name: file})


def _edit(fields: Fields, content: OutboundContent) -> Request:
    """A message with a file has a caption; without buttons, the ones it had go away."""
    fields |= _keyboard(content.buttons)
    if content.files:
        return Request("editMessageCaption", fields | _caption(content))
    return Request("editMessageText", fields | _text(content))


def _text(content: OutboundContent) -> Fields:
    text, spans = styled(content)
    if not text.strip():
        raise ContentRejected("the message is empty", code="empty")
    fields: Fields = {"text": _within(text, TEXT_LIMIT)}
    if spans:
        fields["entities"] = write_entities(text, spans)
    return fields


def _caption(content: OutboundContent) -> Fields:
    text, spans = styled(content)
    if not text.strip():
        return {}
    if content.files[0].kind == MediaKind.STICKER:
        raise ContentRejected("Telegram shows no text beside a sticker", code="no_caption")
    fields: Fields = {"caption": _within(text, CAPTION_LIMIT)}
    if spans:
        fields["caption_entities"] = write_entities(text, spans)
    return fields


def _within(text: str, limit: int) -> str:
    if text_length(text, UTF16) > limit:
        raise ContentRejected(f"the text is longer than {limit}", code="too_long")
    return text


def _kind(file: OutboundFile) -> MediaKind:
    """How Telegram shall show it: a picture that it takes as no photo goes as a document."""
    if file.size > MAX_UPLOAD:
        raise ContentRejected(f"{file.name} is larger than 50 MB", code="file_too_large")
    if not file.size:
        raise ContentRejected(f"{file.name} is empty", code="file_empty")
    if file.kind == MediaKind.PHOTO and (
        file.size > MAX_PHOTO or file.media_type not in _PHOTO_TYPES
    ):
        return MediaKind.DOCUMENT
    return file.kind


def _keyboard(buttons: tuple[Button, ...]) -> Fields:
    """One button a row, so that labels are read whole on a phone."""
    if not buttons:
        return {}
    if len(buttons) > MAX_BUTTONS:
        raise ContentRejected(f"more than {MAX_BUTTONS} buttons", code="too_many_buttons")
    return {"reply_markup": {"inline_keyboard": [[_button(button)] for button in buttons]}}


def _button(button: Button) -> Fields:
    label, value = clean(button.label), clean(button.value)
    if not label.strip() or bool(value) == bool(button.url):
        raise ContentRejected("a button needs a label, and a value or a link", code="bad_button")
    if button.url:
        if not button.url.startswith(("http://", "https://", "tg://")):
            raise ContentRejected(f"{label}: not a link that Telegram opens", code="bad_button")
        return {"text": label, "url": clean(button.url)}
    if len(value.encode()) > MAX_BUTTON_VALUE:
        raise ContentRejected(f"{label}: its value is longer than 64 bytes", code="bad_button")
    return {"text": label, "callback_data": value}
