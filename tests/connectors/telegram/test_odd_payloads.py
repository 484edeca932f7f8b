"""Payloads that Telegram does not document, and those at the edge of what it does."""

from typing import Any

import pytest

from connectors.telegram.parse import parse_event, raw_event, raw_update
from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import (
    InboundContent,
    Media,
    MediaKind,
    MessageReceived,
    Press,
    RawEvent,
    Span,
)
from scrm.kernel import strict_json
from tests.connectors.telegram import payloads_of


def changed(name: str, **fields: Any) -> RawEvent:
    """A recorded message with fields put in another way."""
    update = payloads_of.update(name)
    (kind,) = update.keys() - {"update_id"}
    update[kind] |= fields
    return raw_event(strict_json.dumps(update))


def test_the_largest_ids_survive_from_the_webhook_to_the_value() -> None:
    (value,) = parse_event(changed("text", chat={"id": 2**63 - 1, "type": "private"}))
    assert isinstance(value, MessageReceived)
    assert value.person.external_id == "9223372036854775807"


@pytest.mark.parametrize(
    "bad", [1.0, 5550001.5, True, "5550001", None, 2**63, -(2**63) - 1, 1e400, [], {}]
)
@pytest.mark.parametrize("where", ["chat", "from", "message_id"])
def test_an_id_that_is_no_64_bit_integer_is_malformed(bad: object, where: str) -> None:
    field: Any = bad if where == "message_id" else {"id": bad, "type": "private"}
    update = payloads_of.update("text")
    update["message"][where] = field
    with pytest.raises(MalformedPayload):
        parse_event(raw_update(update, b""))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("text", {"date": "now"}),
        ("text", {"date": 10**15}),
        ("text", {"date": -1}),
        ("text", {"chat": None}),
        ("text", {"chat": {"id": 1, "type": "castle"}}),
        ("text", {"from": 7}),
        ("text", {"entities": {"type": "bold"}}),
        ("text", {"entities": [{"type": "bold", "offset": "0", "length": 3}]}),
        ("photo", {"photo": []}),
        ("photo", {"photo": [{"file_id": ""}]}),
        ("photo", {"photo": "AgAC"}),
        ("voice", {"voice": {"file_id": 5}}),
        ("location", {"location": {"latitude": "52", "longitude": 1}}),
        ("location", {"location": {"latitude": True, "longitude": 1}}),
        ("location", {"location": {"latitude": 91, "longitude": 1}}),
        ("contact_own", {"contact": {"first_name": "Ada"}}),
        ("press", {"id": ""}),
        ("press", {"data": 5}),
        ("edited", {"edit_date": None}),
        ("blocked", {"new_chat_member": "kicked"}),
    ],
)
def test_what_telegram_does_not_document_is_malformed(name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(MalformedPayload):
        parse_event(changed(name, **fields))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"update_id": 1}',
        b'{"update_id": 1, "telepathy": {}}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {}, "poll": {}}',
        b'{"update_id": "1", "message": {}}',
        b'{"update_id": 1, "message": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_update_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        parse_event(raw_event(body))


def test_a_width_that_makes_no_sense_costs_no_message() -> None:
    photo = [{"file_id": "x", "width": "wide", "height": -1, "file_size": 2**63}]
    (value,) = parse_event(changed("photo", photo=photo))
    assert isinstance(value, MessageReceived)
    assert value.content.media == (Media(MediaKind.PHOTO, "x", media_type="image/jpeg"),)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("/start@demo_shop_bot abc", "abc"),
        ("/start two words", None),
        ("/started", None),
        (" /start", None),
        ("/start " + "x" * 65, None),
    ],
)
def test_only_a_deep_link_is_a_start(text: str, start: str | None) -> None:
    (value,) = parse_event(changed("text", text=text))
    assert isinstance(value, MessageReceived)
    assert value.content.start == start


@pytest.mark.parametrize(
    ("payload", "shown"),
    [("promo_7", "/start promo_7"), ("x" * 31, f"/start {'x' * 31}"), ("x" * 43, "/start")],
)
def test_a_token_is_nothing_to_read(payload: str, shown: str) -> None:
    (value,) = parse_event(changed("text", text=f"/start {payload}"))
    assert isinstance(value, MessageReceived)
    assert (value.content.text, value.content.start) == (shown, payload)


@pytest.mark.parametrize(
    ("offset", "length", "span"),
    [
        (0, 99, Span(0, 3, "bold")),
        (-4, 6, Span(0, 2, "bold")),
        (2, 1, Span(1, 1, "bold")),
        (9, 2, None),
        (1, 0, None),
        (1, -3, None),
        (0, 2**62, Span(0, 3, "bold")),
    ],
)
def test_an_entity_past_the_text_is_cut_off(offset: int, length: int, span: Span | None) -> None:
    entity = {"type": "bold", "offset": offset, "length": length}
    (value,) = parse_event(changed("text", text="a😀b", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content.spans == ((span,) if span else ())


def test_spans_follow_a_text_that_is_composed() -> None:
    entity = {"type": "bold", "offset": 6, "length": 1}
    (value,) = parse_event(changed("text", text="cafe\u0301 x", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content == InboundContent("caf\xe9 x", (Span(5, 1, "bold"),))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", 5, None])
def test_a_link_that_a_browser_should_not_follow_is_only_text(url: object) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": url}
    (value,) = parse_event(changed("text", text="abc", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content.spans == ()


def test_nul_and_half_a_surrogate_are_replaced_and_the_message_kept() -> None:
    body = payloads_of.body("text").replace(b"Is the blue", b"a\\u0000b\\ud83d")
    (value,) = parse_event(raw_event(body))
    assert isinstance(value, MessageReceived)
    assert value.content.text == "a\ufffdb\ufffd one in stock?"


def test_a_message_from_a_bot_is_not_answered_by_one() -> None:
    with pytest.raises(UnsupportedEvent, match="from a bot"):
        parse_event(changed("text", **{"from": {"id": 9, "is_bot": True}}))


def test_a_press_on_a_keyboard_in_disorder_has_no_label() -> None:
    event = changed(
        "press",
        message={
            "chat": {"id": 5, "type": "private"},
            "message_id": 1,
            "date": 5,
            "reply_markup": {"inline_keyboard": [5, [6]]},
        },
    )
    (value,) = parse_event(event)
    assert isinstance(value, MessageReceived)
    assert value.content.press == Press("ord:42:yes", "", "4382905720194482003")
