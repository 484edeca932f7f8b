"""What a visitor's client says, read. Pure."""

from collections.abc import Callable
from typing import Any

from scrm.kernel import strict_json
from scrm.kernel.text import clean
from scrm.visitors.policy import (
    client_id_of,
    form_of,
    locale_of,
    page_of,
    page_told,
    token_hash,
    wrong_field,
)
from scrm.visitors.ratings.values import BEST, LONGEST_COMMENT
from scrm.visitors.sockets.values import (
    Continue,
    Filled,
    Frame,
    Hello,
    Looked,
    Message,
    Ping,
    Pressed,
    Rated,
    Read,
    Typing,
)
from scrm.visitors.values import Visit

MOST_ATTACHMENTS = 10
LARGEST_PLACE = 2**31 - 1
LONGEST_ID = 19
LONGEST_VALUE = 200
LONGEST_LABEL = 60
LONGEST_PLATFORM = 40


class BadFrame(Exception):
    """No client of ours says this; the connection is closed."""


def read_frame(text: str) -> Frame:
    """Raises BadFrame."""
    try:
        document = strict_json.loads(text)
    except strict_json.BadJson as bad:
        raise BadFrame(str(bad)) from bad
    if not isinstance(document, dict):
        raise BadFrame("not an object")
    reader = _READERS.get(str(document.get("type")))
    if reader is None:
        raise BadFrame("of no known type")
    return reader(document)


def _hello(document: dict[str, Any]) -> Frame:
    visit = Visit(page_told(document.get("page")), locale_of(document.get("locale")))
    return Hello(token_hash(document.get("token")), _place(document, "after"), visit)


def _place(document: dict[str, Any], name: str) -> int:
    place = document.get(name, 0)
    if type(place) is not int or not 0 <= place <= LARGEST_PLACE:
        raise BadFrame(f"{name} is no place")
    return place


def _client_id(document: dict[str, Any]) -> str:
    client_id = client_id_of(document.get("client_id"))
    if client_id is None:
        raise BadFrame("client_id is missing")
    return client_id


def _text(document: dict[str, Any], name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str):
        raise BadFrame(f"{name} is no text")
    return clean(value)


def _message(document: dict[str, Any]) -> Frame:
    attachments = document.get("attachments") or []
    if not isinstance(attachments, list) or len(attachments) > MOST_ATTACHMENTS:
        raise BadFrame("attachments is no short list")
    if not all(isinstance(one, str) and _is_id(one) for one in attachments):
        raise BadFrame("attachments are not ids")
    files = tuple(dict.fromkeys(int(one) for one in attachments))
    return Message(_client_id(document), _text(document, "text"), files)


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < LONGEST_ID + 1


def _pressed(document: dict[str, Any]) -> Frame:
    value, label = _text(document, "value"), _text(document, "label")
    if not 0 < len(value) <= LONGEST_VALUE or len(label) > LONGEST_LABEL:
        raise BadFrame("a press of no button of ours")
    return Pressed(_client_id(document), value, label)


def _filled(document: dict[str, Any]) -> Frame:
    values = document.get("values")
    if not isinstance(values, dict):
        raise BadFrame("values is no object")
    return Filled(form_of(values), wrong_field(values))


def _rated(document: dict[str, Any]) -> Frame:
    conversation, score = document.get("conversation"), document.get("score")
    if not isinstance(conversation, str) or not _is_id(conversation):
        raise BadFrame("conversation is no id")
    if type(score) is not int or not 1 <= score <= BEST:
        raise BadFrame("score is none of ours")
    comment = _text(document, "comment").strip()[:LONGEST_COMMENT]
    return Rated(int(conversation), score, comment)


def _continue(document: dict[str, Any]) -> Frame:
    platform = _text(document, "platform")
    if not 0 < len(platform) <= LONGEST_PLATFORM:
        raise BadFrame("platform is missing")
    return Continue(platform)


_READERS: dict[str, Callable[[dict[str, Any]], Frame]] = {
    "hello": _hello,
    "message": _message,
    "press": _pressed,
    "form": _filled,
    "rated": _rated,
    "typing": lambda _: Typing(),
    "read": lambda document: Read(_place(document, "seq")),
    "page": lambda document: Looked(page_of(document.get("url"), document.get("title"))),
    "continue": _continue,
    "ping": lambda _: Ping(),
}
