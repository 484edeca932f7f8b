"""Telegram updates as our values. Pure: no clock, no network."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from connectors.telegram.content import read_content
from connectors.telegram.fields import (
    Json,
    integer,
    moment,
    optional_table,
    required_text,
    table,
    text,
)
from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import (
    Inbound,
    InboundContent,
    MessageEdited,
    MessageReceived,
    Person,
    Press,
    RawEvent,
    SubscriptionChanged,
)
from scrm.kernel import strict_json
from scrm.kernel.text import shorten

UNREADABLE = "unreadable"
MAX_BODY = 1_000_000  # bytes; Telegram's largest updates are a tenth of that
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds that we ask Telegram for."""
_IGNORED_KINDS = """
channel_post edited_channel_post business_connection business_message edited_business_message
deleted_business_messages message_reaction message_reaction_count inline_query
chosen_inline_result shipping_query pre_checkout_query purchased_paid_media poll poll_answer
chat_member chat_join_request chat_boost removed_chat_boost managed_bot guest_message
"""
_IGNORED = frozenset(_IGNORED_KINDS.split())
_GROUPS = {"group": "group chat", "supergroup": "group chat", "channel": "channel"}
_NO_DATE = datetime.fromtimestamp(0, UTC)


def raw_event(body: bytes) -> RawEvent:
    """A webhook's body as an event, unique by its update_id; an unreadable one by its own hash."""
    if len(body) > MAX_BODY:
        return _unreadable(body)
    try:
        update = strict_json.loads(body)
    except strict_json.BadJson:
        return _unreadable(body)
    return raw_update(update, body)


def raw_update(update: Any, body: bytes) -> RawEvent:
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if type(update_id) is not int or not 0 <= update_id < 2**63:
        return _unreadable(body)
    kind = _kind(update)
    return RawEvent(str(update_id), _order_key(update.get(kind)), kind[:64], body, update)


def _kind(update: Json) -> str:
    for name in update:
        if name != "update_id":
            return name
    return "empty"


def parse_event(event: RawEvent) -> list[Inbound]:
    """What the update means; raises UnsupportedEvent or MalformedPayload, nothing else."""
    update = event.payload
    if update is None:
        try:
            update = strict_json.loads(event.body)
        except strict_json.BadJson as error:
            raise MalformedPayload(str(error)) from error
    if not isinstance(update, dict):
        raise MalformedPayload("not an object")
    integer(update, "update_id")
    kinds = [name for name in update if name != "update_id"]
    if len(kinds) != 1:
        raise MalformedPayload(f"an update of {len(kinds)} kinds")
    kind = kinds[0]
    if kind in _IGNORED:
        raise UnsupportedEvent(kind)
    if kind not in _READERS:
        raise MalformedPayload(f"unknown kind of update: {shorten(kind, 64)}")
    return [_READERS[kind](table(update, kind))]


def _unreadable(body: bytes) -> RawEvent:
    return RawEvent(f"sha256:{hashlib.sha256(body).hexdigest()}", "", UNREADABLE, body)


def _order_key(event: Any) -> str:
    """Whose turn it is: the chat, or else the user. "" where neither can be found."""
    if not isinstance(event, dict):
        return ""
    if found := _id_of(event.get("chat")):
        return found
    message = event.get("message")
    inner = message.get("chat") if isinstance(message, dict) else None
    return _id_of(inner) or _id_of(event.get("from")) or _id_of(event.get("user"))


def _id_of(source: Any) -> str:
    known = isinstance(source, dict) and type(source.get("id")) is int
    return str(source["id"]) if known else ""


def _message(message: Json) -> MessageReceived:
    person = _person(message)
    return MessageReceived(
        person=person,
        external_id=str(integer(message, "message_id")),
        at=moment(message, "date"),
        content=read_content(message),
        thread_key=_thread_key(message),
        reply_to=_reply_to(message),
        album=text(message, "media_group_id"),
    )


def _edited(message: Json) -> MessageEdited:
    person = _person(message)
    if "live_period" in optional_table(message, "location"):
        raise UnsupportedEvent("edited_message with a live location")  # one every few seconds
    return MessageEdited(
        person=person,
        external_id=str(integer(message, "message_id")),
        at=moment(message, "date"),
        edited_at=moment(message, "edit_date"),
        content=read_content(message),
        thread_key=_thread_key(message),
        album=text(message, "media_group_id"),
    )


def _press(query: Json) -> MessageReceived:
    """Telegram gives a press no time of its own, so `at` is only that of the message pressed on."""
    reference = required_text(query, "id")
    if query.get("message") is None:
        raise UnsupportedEvent("callback_query without a message")
    if "data" not in query:
        raise UnsupportedEvent("callback_query of a game")
    message = table(query, "message")
    person = _person({**message, "from": table(query, "from")})
    value = required_text(query, "data")
    return MessageReceived(
        person=person,
        external_id=f"press:{reference}",
        at=moment(message, "date") if message.get("date") else _NO_DATE,
        content=InboundContent(press=Press(value, _label(message, query["data"]), reference)),
        thread_key=_thread_key(message),
        reply_to=str(integer(message, "message_id")),
        at_known=False,
    )


def _subscription(change: Json) -> SubscriptionChanged:
    person = _person(change)
    status = text(table(change, "new_chat_member"), "status")
    if status not in ("member", "kicked"):
        raise UnsupportedEvent(f"my_chat_member with status {shorten(status, 32)!r}")
    return SubscriptionChanged(person, status == "member", moment(change, "date"))


_READERS: dict[str, Callable[[Json], Inbound]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _subscription,
}


def _person(event: Json) -> Person:
    """Who wrote, in a private chat; raises UnsupportedEvent naming any other chat."""
    chat = table(event, "chat")
    kind = text(chat, "type")
    if kind in _GROUPS:
        integer(chat, "id")
        raise UnsupportedEvent(f"{_GROUPS[kind]} {shorten(text(chat, 'title'), 60)!r}")
    if kind != "private":
        raise MalformedPayload(f"unknown kind of chat: {shorten(kind, 32)!r}")
    sender = table(event, "from") if event.get("from") is not None else chat
    integer(sender, "id")
    if sender.get("is_bot") is True:
        raise UnsupportedEvent("message from a bot")
    return Person(
        external_id=str(integer(chat, "id")),
        name=f"{text(sender, 'first_name')} {text(sender, 'last_name')}".strip(),
        username=text(sender, "username"),
        locale=text(sender, "language_code"),
    )


def _thread_key(message: Json) -> str:
    """A topic of a private chat; a bare message_thread_id is only an answer to something."""
    if message.get("is_topic_message") is not True:
        return ""
    return str(integer(message, "message_thread_id"))


def _reply_to(message: Json) -> str:
    reply = optional_table(message, "reply_to_message")
    return str(integer(reply, "message_id")) if reply else ""


def _label(message: Json, value: Any) -> str:
    """What the pressed button said, where the message still shows it."""
    markup = message.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and button.get("callback_data") == value:
                return text(button, "text")
    return ""
